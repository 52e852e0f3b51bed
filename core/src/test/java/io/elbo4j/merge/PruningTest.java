package io.elbo4j.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.data.Batch;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.update.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a weight is worth, against exact evidence, exact bounds and quadrature. */
class PruningTest {

    private static final int INPUTS = 4;

    private static double loss(LinearProblem problem, int weight) {
        return Pruning.lossNats(
                problem.mean()[weight], Math.sqrt(problem.meanFieldVariance()[weight]), 0, 1 / problem.priorVariance());
    }

    /** Columns of ±1 that are orthogonal, so that the exact posterior has independent weights. */
    private static LinearProblem orthogonal(long seed) {
        int rows = 16;
        float[] features = new float[rows * INPUTS];
        float[] targets = new float[rows];
        for (int r = 0; r < rows; r++) {
            targets[r] = (float) Key.of(seed).gaussian(r);
            for (int f = 0; f < INPUTS; f++) {
                features[r * INPUTS + f] = 1 - 2 * (r >> f & 1);
                targets[r] += features[r * INPUTS + f] * 0.4f * f;
            }
        }
        return new LinearProblem(new Batch(features, targets, INPUTS), new double[INPUTS], 0.7, 1.5);
    }

    private static LinearProblem only(LinearProblem all, int[] kept) {
        int rows = all.data().rows();
        float[] features = new float[rows * kept.length];
        for (int r = 0; r < rows; r++) {
            for (int f = 0; f < kept.length; f++) {
                features[r * kept.length + f] = all.data().features().dense()[r * INPUTS + kept[f]];
            }
        }
        return new LinearProblem(
                new Batch(features, all.data().targets(), kept.length),
                new double[kept.length],
                all.noiseVariance(),
                all.priorVariance());
    }

    @Test
    void losses_areThoseOfTheExactEvidence_onEverySupport() {
        Forall.seeds(3, seed -> {
            LinearProblem all = orthogonal(seed);
            double whole = all.logEvidence();
            for (int set = 1; set < 1 << INPUTS; set++) {
                int support = set;
                int[] kept = IntStream.range(0, INPUTS)
                        .filter(f -> (support >> f & 1) == 1)
                        .toArray();
                double predicted = IntStream.range(0, INPUTS)
                        .filter(f -> (support >> f & 1) == 0)
                        .mapToDouble(f -> loss(all, f))
                        .sum();
                assertEquals(whole - only(all, kept).logEvidence(), predicted, 1e-9, "support " + support);
            }
        });
    }

    /** At the mean-field optimum, the other weights as they were. */
    @Test
    void loss_ofOneWeight_isThatOfTheExactBound_howeverCorrelated() {
        Forall.seeds(5, seed -> {
            LinearProblem problem = LinearProblem.scaled(seed, 40, INPUTS, 30);
            double[] all = {1, 1, 1, 1};
            double whole = elbo(problem, all);
            assertTrue(whole < problem.logEvidence());
            for (int f = 0; f < INPUTS; f++) {
                double[] without = all.clone();
                without[f] = 0;
                assertEquals(whole - elbo(problem, without), loss(problem, f), 1e-8 * Math.abs(whole));
            }
        });
    }

    @Test
    void loss_ofTwoWeights_alsoHasTheirCurvatureTimesTheirMeans() {
        Forall.seeds(5, seed -> {
            LinearProblem problem = LinearProblem.scaled(seed, 40, INPUTS, 30);
            double whole = elbo(problem, new double[] {1, 1, 1, 1});
            double pair = problem.precision()[1] * problem.mean()[0] * problem.mean()[1];
            double exact = whole - elbo(problem, new double[] {0, 0, 1, 1});
            assertEquals(exact, loss(problem, 0) + loss(problem, 1) + pair, 1e-8 * Math.abs(whole));
        });
    }

    /** E_q[ln likelihood] − KL of the best independent normals on the weights that are 1 in {@code kept}, nats. */
    private static double elbo(LinearProblem problem, double[] kept) {
        double[] mean = problem.mean();
        double[] variance = problem.meanFieldVariance();
        double bound = 0;
        for (int r = 0; r < problem.data().rows(); r++) {
            double residual = problem.data().targets()[r];
            double spread = 0;
            for (int f = 0; f < INPUTS; f++) {
                double x = problem.data().features().dense()[r * INPUTS + f];
                residual -= kept[f] * mean[f] * x;
                spread += kept[f] * variance[f] * x * x;
            }
            bound -= 0.5
                    * (Math.log(2 * Math.PI * problem.noiseVariance())
                            + (residual * residual + spread) / problem.noiseVariance());
        }
        for (int f = 0; f < INPUTS; f++) {
            double ratio = variance[f] / problem.priorVariance();
            bound -= kept[f] * 0.5 * (ratio + mean[f] * mean[f] / problem.priorVariance() - 1 - Math.log(ratio));
        }
        return bound;
    }

    /** ln ∫ prior × site over site(0), by Simpson's rule, with a prior that is not around 0 and a site that may be improper. */
    @Test
    void loss_equalsQuadrature() {
        double[][] cases = {{0.3, 0.5, 0, 1}, {-1.2, 0.4, 0.7, 2.5}, {0.1, 0.8, -0.5, 1}, {0.5, 1.3, 0.2, 1}};
        for (double[] each : cases) {
            double m = each[0];
            double s = each[1];
            double priorMean = each[2];
            double tau = 1 / each[3];
            double lambda = 1 / (s * s) - tau;
            double h = m / (s * s) - tau * priorMean;
            int steps = 20_000;
            double width = 24 * s / steps;
            double integral = 0;
            for (int i = 0; i <= steps; i++) {
                double x = m - 12 * s + i * width;
                double prior =
                        Math.sqrt(tau / (2 * Math.PI)) * Math.exp(-0.5 * tau * (x - priorMean) * (x - priorMean));
                integral += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2)
                        * prior
                        * Math.exp(h * x - 0.5 * lambda * x * x);
            }
            assertEquals(Math.log(integral * width / 3), Pruning.lossNats(m, s, priorMean, tau), 1e-9);
        }
    }

    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new ParameterBlock("0.weight", List.of(2, 3), 0, Role.WEIGHT, 3, 2, 0),
            new ParameterBlock("0.bias", List.of(2), 6, Role.POINT, 1, 1, 0),
            new ParameterBlock("1.weight", List.of(1, 2), 8, Role.WEIGHT, 2, 1, 0)));

    private static Target target(AdditiveObjective objective) {
        return new Target(LAYOUT, GaussianPrior.isotropic(1), 10, objective);
    }

    private static final SparseGaussian BELIEF = new SparseGaussian(
            10, new int[] {0, 2, 3, 5, 6, 7, 8, 9}, new float[] {1, -3, 1, 0.1f, 9, 9, 0.2f, 5}, new float[] {
                0.1f, 0.1f, 0.1f, 0.1f, 0, 0, 0.1f, 0.1f
            });

    @Test
    void budget_isKeptInEachLayer_byTheWeightsThatCostMost_andOfEqualsByTheLast() {
        Pruning pruning = Pruning.toBudget(BELIEF, target(new Elbo()), new int[] {2, 1});
        assertArrayEquals(new int[] {2, 3, 6, 7, 9}, pruning.posterior().support());
        assertArrayEquals(new float[] {-3, 1, 9, 9, 5}, pruning.posterior().mean());
        assertArrayEquals(
                new float[] {0.1f, 0.1f, 0, 0, 0.1f}, pruning.posterior().sd());
        assertEquals(3, pruning.removed());
        double sd = 0.1f;
        double expected =
                Pruning.lossNats(1, sd, 0, 1) + Pruning.lossNats(0.1f, sd, 0, 1) + Pruning.lossNats(0.2f, sd, 0, 1);
        assertEquals(expected, pruning.lossNats(), 1e-12);
        assertTrue(Pruning.lossNats(0.1f, sd, 0, 1) < 0, "the bound rises");
        Pruning cold = Pruning.toBudget(BELIEF, target(new TemperedElbo(0.1)), new int[] {2, 1});
        assertEquals(0.1 * expected, cold.lossNats(), 1e-12);
    }

    @Test
    void budgetThatIsNotReached_changesNothing() {
        Pruning pruning = Pruning.toBudget(BELIEF, target(new Elbo()), new int[] {6, 2});
        assertEquals(BELIEF, pruning.posterior());
        assertEquals(0, pruning.removed());
        assertEquals(0, pruning.lossNats());
        assertThrows(IllegalArgumentException.class, () -> Pruning.toBudget(BELIEF, target(new Elbo()), new int[] {6}));
    }
}
