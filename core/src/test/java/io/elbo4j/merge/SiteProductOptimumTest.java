package io.elbo4j.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.data.Shard;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.models.mfvi.Mfvi;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.optim.Schedule;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sites at rest are the best independent normals for all rows, which linear regression knows in closed form. */
class SiteProductOptimumTest {

    private static final int ROWS = 60;
    private static final int INPUTS = 4;
    private static final int SHARDS = 4;
    private static final long CONSTANT = 1_000_000_000L;
    private static final LinearNetwork NETWORK = network(false);

    /** The exact gradient of the expectation, which is quadratic in θ. */
    private static final Estimator EXACT = (q, likelihood, batch, key) -> {
        double[] logSd = new double[q.active()];
        for (int i = 0; i < batch.rows() * INPUTS; i++) {
            int f = i % INPUTS;
            logSd[f] -= Math.pow(batch.features().dense()[i] * q.sd()[f], 2) / 0.25;
        }
        float[] gradient = likelihood.valueGrad(q.meanTheta(), batch).gradient();
        return Sums.of(
                batch.rows(),
                0,
                IntStream.range(0, q.active()).mapToDouble(f -> gradient[f]).toArray(),
                logSd);
    };

    /** How rows are spread; the last shard has none in the third. */
    private enum Spread {
        ALIKE,
        SORTED_BY_INPUT,
        SORTED_BY_TARGET,
        WITH_AN_EMPTY_SHARD;

        List<Shard> shards(LinearProblem problem) {
            float[] x = problem.data().features().dense();
            float[] y = problem.data().targets();
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, ROWS).boxed().toList());
            if (this == SORTED_BY_INPUT) {
                order.sort(Comparator.comparing(r -> x[r * INPUTS]));
            } else if (this == SORTED_BY_TARGET) {
                order.sort(Comparator.comparing(r -> y[r]));
            }
            int full = this == WITH_AN_EMPTY_SHARD ? SHARDS - 1 : SHARDS;
            List<Shard> shards = new ArrayList<>();
            for (int s = 0; s < SHARDS; s++) {
                int size = s < full ? ROWS / full : 0;
                int[] rows = order.stream()
                        .skip((long) s * size)
                        .limit(size)
                        .mapToInt(r -> r)
                        .toArray();
                shards.add(new Shard(s, SHARDS, ROWS, problem.data().select(rows)));
            }
            return shards;
        }

        int batchRows() {
            return this == WITH_AN_EMPTY_SHARD ? ROWS / (SHARDS - 1) : ROWS / SHARDS;
        }
    }

    @Test
    void fixedPoint_isTheGlobalOptimum_forEverySpreadAndSchedule() {
        Forall.seeds(3, seed -> {
            LinearProblem problem = LinearProblem.scaled(seed, ROWS, INPUTS, 4);
            for (Spread spread : Spread.values()) {
                for (Turns turns : List.of(Turns.SEQUENTIAL, Turns.SYNCHRONOUS, Turns.stale(1))) {
                    SparseGaussian q = rested(problem, spread, EXACT, turns, 1, 400);
                    near(problem, q, 1, 0.005, spread + " " + turns);
                }
            }
        });
    }

    /** A shard whose targets are all large must not carry the intercept away: that is what the sites of points are for. */
    @Test
    void fixedPoint_ofAnIntercept_isThatOfAllRows() {
        LinearProblem problem = LinearProblem.of(5, ROWS, INPUTS);
        LinearNetwork network = network(true);
        SparseGaussian q = rested(network, problem, Spread.SORTED_BY_TARGET, EXACT, Turns.SYNCHRONOUS, 1, 400);
        float[] slope = network.valueGrad(q.meanTheta(), problem.data()).gradient();
        assertTrue(q.isPoint(INPUTS));
        // A shard alone is pulled by far more; in units of the slope of one row that is one sd of the noise off.
        assertEquals(0, slope[INPUTS] * 0.25 / 0.5, 0.02);
        Shard largest = Spread.SORTED_BY_TARGET.shards(problem).get(SHARDS - 1);
        float[] alone = network.valueGrad(q.meanTheta(), largest.examples()).gradient();
        assertTrue(Math.abs(alone[INPUTS]) * 0.25 / 0.5 > 1, "slope=" + alone[INPUTS]);
    }

    @Test
    void fixedPoint_withATemperature_isNarrower() {
        LinearProblem problem = LinearProblem.of(5, ROWS, INPUTS);
        SparseGaussian q = rested(problem, Spread.SORTED_BY_INPUT, EXACT, Turns.SYNCHRONOUS, 0.01, 400);
        // So cold that the prior hardly counts: the variance is T times that of the likelihood.
        for (int i = 0; i < INPUTS; i++) {
            double likelihood = 1 / problem.meanFieldVariance()[i] - 1 / problem.priorVariance();
            assertEquals(1, q.sd()[i] * q.sd()[i] * (likelihood / 0.01 + 1 / problem.priorVariance()), 0.01);
        }
    }

    @Test
    void noisySteps_comeCloseToIt() {
        Forall.seeds(2, seed -> {
            LinearProblem problem = LinearProblem.of(seed, ROWS, INPUTS);
            SparseGaussian q =
                    rested(problem, Spread.SORTED_BY_TARGET, new Reparameterised(4), Turns.SYNCHRONOUS, 1, 1500);
            near(problem, q, 1, 0.2, "noisy");
        });
    }

    /** What partitioned inference is for: averages of the same local steps are elsewhere where shards are not alike. */
    @Test
    void averages_areNot() {
        LinearProblem problem = LinearProblem.scaled(1, ROWS, INPUTS, 4);
        for (Average average : List.of(Average.MEANS, Average.NATURAL, Average.MOMENTS)) {
            Ivon ivon = ivon(CONSTANT);
            WeightedMean rule = new WeightedMean(NETWORK, EXACT, ivon, target(problem, 1), 15, 10, average);
            SparseGaussian start = new InitialPosterior(0.3, 0.1).dense(NETWORK.layout(), Key.of(1));
            SparseGaussian q = new LocalRunner(Spread.SORTED_BY_TARGET.shards(problem))
                    .run(
                            Mfvi.of(rule),
                            ivon.initial(start, target(problem, 1)),
                            0,
                            400,
                            Key.of(1),
                            (round, outcome) -> true)
                    .posterior();
            double worst = 0;
            for (int i = 0; i < INPUTS; i++) {
                double sd = Math.sqrt(problem.meanFieldVariance()[i]);
                worst = Math.max(worst, Math.abs(problem.mean()[i] - q.mean()[i]) / sd);
                worst = Math.max(worst, Math.abs(q.sd()[i] / sd - 1));
            }
            assertTrue(worst > 0.1, average + " is off by " + worst);
            double ratio = Math.pow(q.sd()[0], 2) / problem.meanFieldVariance()[0];
            if (average == Average.NATURAL) {
                assertEquals(SHARDS, ratio, 0.25, "about M times too wide");
            }
        }
    }

    private static LinearNetwork network(boolean bias) {
        return new LinearNetwork(INPUTS, bias, new GaussianFixedNoise(0.25));
    }

    private static SparseGaussian rested(
            LinearProblem problem, Spread spread, Estimator estimator, Turns turns, double temperature, int rounds) {
        return rested(NETWORK, problem, spread, estimator, turns, temperature, rounds);
    }

    private static SparseGaussian rested(
            LinearNetwork network,
            LinearProblem problem,
            Spread spread,
            Estimator estimator,
            Turns turns,
            double temperature,
            int rounds) {
        Target target = target(network, problem, temperature);
        SiteProduct rule = new SiteProduct(
                network,
                estimator,
                ivon(estimator == EXACT ? CONSTANT : 10L * rounds),
                target,
                spread.batchRows(),
                10,
                SHARDS,
                turns.sequential() ? 1 : 2.0 / (SHARDS * (1 + turns.staleness())),
                turns);
        SparseGaussian start = new InitialPosterior(0.3, 0.1).dense(network.layout(), Key.of(1));
        return new LocalRunner(spread.shards(problem))
                .run(Mfvi.of(rule), rule.initial(start, target), 0, rounds, Key.of(7), (round, outcome) -> true)
                .posterior();
    }

    private static Ivon ivon(long steps) {
        return new Ivon(new Schedule(0.1, 0, steps), 0.9, 0.99, 1, 100, true);
    }

    private static Target target(LinearProblem problem, double temperature) {
        return target(NETWORK, problem, temperature);
    }

    private static Target target(LinearNetwork network, LinearProblem problem, double temperature) {
        return new Target(
                network.layout(),
                GaussianPrior.isotropic(problem.priorVariance()),
                ROWS,
                temperature == 1 ? new Elbo() : new TemperedElbo(temperature));
    }

    private static void near(LinearProblem problem, SparseGaussian q, double scale, double tolerance, String at) {
        for (int i = 0; i < INPUTS; i++) {
            double sd = Math.sqrt(scale * problem.meanFieldVariance()[i]);
            assertEquals(problem.mean()[i], q.mean()[i], tolerance * sd, "mean " + i + " " + at);
            assertEquals(1, q.sd()[i] / sd, tolerance, "sd " + i + " " + at);
        }
    }
}
