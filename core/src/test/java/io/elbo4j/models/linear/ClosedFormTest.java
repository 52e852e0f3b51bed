package io.elbo4j.models.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.Round;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.contract.MergeContract;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ClosedFormTest extends MergeContract<LinearState, Sums> {

    private static final LinearSpec FULL = new LinearSpec(true, false, 0.25, 1.5);
    private static final LinearSpec MEAN_FIELD = new LinearSpec(false, false, 0.25, 1.5);

    @Override
    protected Merge<LinearState, Sums> merge() {
        return new ClosedForm(FULL);
    }

    @Override
    protected Round<LinearState> round() {
        return new Round<>(0, LinearRegression.initial(FULL, 3), Key.of(1));
    }

    @Override
    protected List<Sums> parts(long seed) {
        return LinearProblem.of(seed, 30, 3).randomShards(12, Key.of(seed)).stream()
                .map(shard -> new ClosedForm(FULL).run(round(), shard))
                .toList();
    }

    @Override
    protected Sums pooled(long seed) {
        Shard all = LinearProblem.of(seed, 30, 3).shards(1).get(0);
        return new ClosedForm(FULL).run(round(), all);
    }

    @Override
    protected Sums ofAnotherShape() {
        return new ClosedForm(FULL)
                .run(round(), LinearProblem.of(1, 30, 4).shards(1).get(0));
    }

    @Override
    protected double[] numbers(Sums sums) {
        DoubleStream arrays = sums.arrays().stream().flatMapToDouble(Arrays::stream);
        return DoubleStream.concat(DoubleStream.of(sums.rows(), sums.logLik()), arrays)
                .toArray();
    }

    @Override
    protected double[] stateNumbers(LinearState state) {
        DoubleStream posterior = DoubleStream.concat(
                Arrays.stream(LinearElbo.mean(state.posterior())),
                Arrays.stream(LinearElbo.covariance(state.posterior())));
        return DoubleStream.concat(DoubleStream.of(state.elbo()), posterior).toArray();
    }

    @Override
    protected double stateTolerance() {
        return 1e-10;
    }

    @Test
    void rowOfWeightTwo_isThatRowTwice_andOfWeightNoneNotThere() {
        Forall.seeds(5, seed -> {
            Batch rows = LinearProblem.of(seed, 12, 3).shards(1).get(0).examples();
            float[] weights = {2, 1, 0, 1, 3, 1, 1, 0, 2, 1, 1, 1};
            Batch weighted = new Batch(rows.features(), rows.targets(), weights);
            Batch repeated = rows.select(new int[] {0, 0, 1, 3, 4, 4, 4, 5, 6, 8, 8, 9, 10, 11});
            LinearSpec withBias = new LinearSpec(true, true, 0.25, 1.5);
            for (LinearSpec spec : List.of(FULL, MEAN_FIELD, withBias)) {
                assertArrayEquals(
                        stateNumbers(solved(spec, List.of(Shard.split(repeated, 1)), 3)),
                        stateNumbers(solved(spec, List.of(Shard.split(weighted, 3)), 3)),
                        1e-9);
            }
            ExactGradient gradient = new ExactGradient(MEAN_FIELD);
            assertArrayEquals(
                    numbers(gradient.run(round(), Shard.split(repeated, 1)[0])),
                    numbers(gradient.run(round(), Shard.split(weighted, 1)[0])),
                    1e-9);
        });
    }

    @Test
    void full_equalsTheExactPosteriorAndEvidence() {
        Forall.seeds(10, seed -> {
            for (int inputs = 1; inputs <= 4; inputs++) {
                LinearProblem problem = LinearProblem.of(seed, 25, inputs);
                LinearState state = solved(FULL, problem.shards(7), inputs);
                FullGaussian posterior = (FullGaussian) state.posterior();
                assertArrayEquals(problem.mean(), posterior.mean(), 1e-10);
                assertArrayEquals(problem.covariance(), posterior.covariance(), 1e-10);
                assertEquals(problem.logEvidence(), state.elbo(), 1e-8);
            }
        });
    }

    @Test
    void meanField_hasTheExactMeans_andTheDiagonalOfThePrecision() {
        Forall.seeds(10, seed -> {
            LinearProblem problem = LinearProblem.scaled(seed, 40, 4, 50);
            LinearState state = solved(MEAN_FIELD, problem.shards(5), 4);
            DiagonalGaussian posterior = (DiagonalGaussian) state.posterior();
            assertArrayEquals(problem.mean(), posterior.mean(), 1e-9);
            assertArrayEquals(problem.meanFieldVariance(), posterior.variance(), 1e-10);
            // The gap is KL(q, exact posterior) = ½ (Σ ln Λᵢᵢ − ln det Λ), with Λ the exact precision.
            double gap = -0.5
                    * io.elbo4j.conjugate.GaussJordan.of(problem.precision(), 4).logDeterminant();
            for (double variance : problem.meanFieldVariance()) {
                gap -= 0.5 * Math.log(variance);
            }
            assertTrue(gap > 0.01);
            assertEquals(problem.logEvidence() - gap, state.elbo(), 1e-8);
        });
    }

    @Test
    void bias_isOneMoreInputOfOnes() {
        LinearProblem problem = LinearProblem.of(3, 30, 2);
        float[] widened = new float[90];
        for (int r = 0; r < 30; r++) {
            System.arraycopy(problem.data().features().dense(), 2 * r, widened, 3 * r, 2);
            widened[3 * r + 2] = 1;
        }
        Batch wide = new Batch(widened, problem.data().targets(), 3);
        LinearState explicit = solved(FULL, List.of(Shard.split(wide, 4)), 3);
        LinearState bias = solved(new LinearSpec(true, true, 0.25, 1.5), problem.shards(4), 2);
        assertEquals(explicit, bias);
    }

    @Test
    void moreInputsThanRows_isStillProper() {
        LinearProblem problem = LinearProblem.of(5, 4, 9);
        LinearState state = solved(FULL, problem.shards(6), 9);
        assertArrayEquals(problem.mean(), ((FullGaussian) state.posterior()).mean(), 1e-9);
        assertEquals(problem.logEvidence(), state.elbo(), 1e-8);
    }

    @Test
    void elbo_isTheNllAndKlOfItsDiagnostics() {
        LinearProblem problem = LinearProblem.of(5, 20, 3);
        Algorithm<LinearState, Sums> algorithm = LinearRegression.closedForm(FULL);
        new LocalRunner(problem.shards(2)).run(algorithm, round().state(), 0, 1, Key.of(1), (round, outcome) -> {
            double nll = outcome.diagnostics().getOrDefault("nll", Double.NaN);
            double kl = outcome.diagnostics().getOrDefault("kl", Double.NaN);
            assertEquals(outcome.state().elbo(), -20 * nll - kl, 1e-9);
            assertEquals(outcome.state().elbo(), outcome.diagnostics().getOrDefault("elbo", Double.NaN), 0);
            return true;
        });
    }

    @Test
    void of_varianceNotPositive_isAnError() {
        for (double bad : new double[] {0, -1, Double.NaN}) {
            IllegalArgumentException noise =
                    assertThrows(IllegalArgumentException.class, () -> new LinearSpec(true, false, bad, 1));
            assertTrue(String.valueOf(noise.getMessage()).contains("likelihood.noiseVariance=" + bad));
            IllegalArgumentException prior =
                    assertThrows(IllegalArgumentException.class, () -> new LinearSpec(true, false, 1, bad));
            assertTrue(String.valueOf(prior.getMessage()).contains("prior.variance=" + bad));
        }
        assertThrows(IllegalArgumentException.class, () -> LinearRegression.exactGradient(FULL));
    }

    private static LinearState solved(LinearSpec spec, List<Shard> shards, int inputs) {
        return new LocalRunner(shards)
                .run(
                        LinearRegression.closedForm(spec),
                        LinearRegression.initial(spec, inputs),
                        0,
                        1,
                        Key.of(1),
                        (round, outcome) -> true);
    }
}
