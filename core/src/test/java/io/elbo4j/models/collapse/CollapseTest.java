package io.elbo4j.models.collapse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.models.collapse.TwoLevelSpec.EncoderVariance;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.LatentTemperedElbo;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.program.Estimate;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.ProgramState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollapseTest {

    private static final long SEED = 3;
    private static final CvaeSpec CVAE = new CvaeSpec(3, 3, 3, 1);
    private static final double[] EIGENVALUES = {4, 1.5, 0.4};

    private static TwoLevelSpec twoLevels(EncoderVariance first) {
        return new TwoLevelSpec(3, 3, 3, 0.25, first);
    }

    private static LatentTemperedElbo betas(double first, double second) {
        return new LatentTemperedElbo(
                Map.of(TwoLevelDecoder.FIRST_LATENTS, first, TwoLevelDecoder.SECOND_LATENTS, second));
    }

    /** Singular values after ascent of the exact bound, on rows that stand for all of their moments. */
    private static double[] learned(Inference<Elbo> exact, Batch rows, int steps, String matrix) {
        GradientAscent ascent = GradientAscent.overRows(
                exact, new Adam(0.9, 0.99, 1e-8), new Schedule(0.15, 0, steps)::at, rows.rows(), rows.width());
        Key key = Key.of(SEED);
        ProgramState state = new LocalRunner(List.of(Shard.split(rows, 1)))
                .run(
                        ascent.algorithm("collapse"),
                        ascent.initial(key, rows.width()),
                        0,
                        steps,
                        key,
                        (round, outcome) -> true);
        return SingularValues.of(state.theta(), ascent.layout(), matrix);
    }

    @Test
    void cvae_atItsOptimum_hasTheSingularValuesOfTheResidualCovariance() {
        double correlation = 0.5;
        double beta = 0.5;
        Batch rows = GaussianRows.conditioned(EIGENVALUES, correlation, 8, Key.of(SEED));
        double[] found = learned(new ExpectedCvae(CVAE, beta).inference(), rows, 300, LinearDecoder.LATENT);
        double[] residual = {3, 1.125, 0.3};
        assertArrayEquals(LinearOptimum.singularValues(residual, beta, 1), found, 0.02);
        assertEquals(0, found[2], 0.02);
    }

    @Test
    void twoLevels_withAFixedEncoderVariance_keepTheSecondLevel() {
        double[] eigenvalues = {5, 3, 0.3};
        TwoLevelSpec spec = twoLevels(new EncoderVariance.Fixed(0.25));
        Batch rows = GaussianRows.of(eigenvalues, 5, Key.of(SEED));
        double[] found = learned(new ExpectedTwoLevel(spec, 1, 2).inference(), rows, 300, TwoLevelDecoder.SECOND);
        assertArrayEquals(new double[] {Math.sqrt(2), 1, 0}, found, 0.02);
        assertArrayEquals(LinearOptimum.secondSingularValues(eigenvalues, spec, 1, 2), found, 0.02);
    }

    @Test
    void optimum_withALearnedEncoderVariance_hasNoSecondLevel_orThereIsNone() {
        TwoLevelSpec spec = twoLevels(new EncoderVariance.Learned());
        assertArrayEquals(new double[3], LinearOptimum.secondSingularValues(EIGENVALUES, spec, 1, 1.1), 0);
        assertThrows(IllegalArgumentException.class, () -> LinearOptimum.secondSingularValues(EIGENVALUES, spec, 1, 1));
    }

    @Test
    void sampledGradients_areUnbiasedEstimatesOfTheExactOnes() {
        Batch conditioned = GaussianRows.conditioned(EIGENVALUES, 0.5, 8, Key.of(SEED));
        requireUnbiased(
                new Inference<>(new LinearDecoder(CVAE), new LinearEncoder(CVAE), new TemperedElbo(0.5), 200),
                new ExpectedCvae(CVAE, 0.5).inference(),
                conditioned);
        Batch plain = GaussianRows.of(new double[] {5, 3, 0.3}, 8, Key.of(SEED));
        for (EncoderVariance first : List.of(new EncoderVariance.Learned(), new EncoderVariance.Fixed(0.25))) {
            TwoLevelSpec spec = twoLevels(first);
            requireUnbiased(
                    new Inference<>(new TwoLevelDecoder(spec), new TwoLevelEncoder(spec), betas(0.7, 2), 200),
                    new ExpectedTwoLevel(spec, 0.7, 2).inference(),
                    plain);
        }
    }

    /** Value and every coordinate of the gradient, within 4 standard errors over keys. */
    private static void requireUnbiased(Inference<?> sampled, Inference<Elbo> exact, Batch rows) {
        int keys = 12;
        Minibatch all = Minibatch.all(rows);
        float[] start = sampled.initial(all, Key.of(SEED));
        float[] sameStart = start.clone();
        // By name: the exact program mentions its parameters in an order of its own.
        var from = sampled.layout(all);
        var to = exact.layout(all);
        to.blocks()
                .forEach(block -> System.arraycopy(
                        start, from.block(block.name()).offset(), sameStart, block.offset(), block.size()));
        Estimate wanted = exact.estimate(sameStart, all, Key.of(SEED));
        double[] sum = new double[start.length + 1];
        double[] squares = new double[start.length + 1];
        for (int k = 0; k < keys; k++) {
            Estimate estimate = sampled.estimate(start, all, Key.of(SEED).fold(k));
            for (int i = 0; i <= start.length; i++) {
                double x = i == start.length ? estimate.value() : estimate.gradient()[i];
                sum[i] += x;
                squares[i] += x * x;
            }
        }
        to.blocks().forEach(block -> {
            int offset = from.block(block.name()).offset();
            for (int i = 0; i < block.size(); i++) {
                double exactSlope = wanted.gradient()[block.offset() + i];
                requireNear(block.name() + " " + i, exactSlope, sum[offset + i], squares[offset + i], keys);
            }
        });
        requireNear("value", wanted.value(), sum[start.length], squares[start.length], keys);
    }

    private static void requireNear(String what, double exact, double sum, double squares, int keys) {
        double mean = sum / keys;
        double error = Math.sqrt(Math.max(0, squares / keys - mean * mean) / (keys - 1));
        assertTrue(
                Math.abs(mean - exact) <= 4.5 * error + 1e-3,
                what + ": exact=" + exact + " mean=" + mean + " standardError=" + error + " seed=" + SEED);
    }

    @Test
    void rows_haveExactlyTheMomentsAskedFor() {
        Batch rows = GaussianRows.conditioned(EIGENVALUES, 0.6, 40, Key.of(SEED));
        float[] numbers = rows.features().dense();
        double trace = 0;
        for (int r = 0; r < 40; r++) {
            for (int i = 3; i < 6; i++) {
                trace += numbers[r * 6 + i] * numbers[r * 6 + i] / 40.0;
            }
        }
        assertEquals(5.9, trace, 1e-5);
    }
}
