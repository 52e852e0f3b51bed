package io.elbo4j.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationModelTest {

    private static final List<ObservationModel> ALL = List.of(
            new Categorical(3),
            new Bernoulli(),
            new Poisson(),
            new GaussianFixedNoise(0.7),
            new GaussianLearnedNoise(),
            new GaussianInputNoise());

    @Test
    void probabilities_ofDiscreteTargets_sumToOne() {
        Forall.seeds(20, seed -> {
            float[] out = outputs(seed, 2);
            assertEquals(1, sum(new Categorical(3), out, 3), 1e-9);
            assertEquals(1, sum(new Bernoulli(), out, 2), 1e-9);
            assertEquals(1, sum(new Poisson(), outputs(seed, 1), 400), 1e-9);
        });
    }

    @Test
    void densities_ofRealTargets_integrateToOne() {
        Forall.seeds(10, seed -> {
            float[] out = outputs(seed, 1);
            for (ObservationModel model :
                    List.of(new GaussianFixedNoise(0.7), new GaussianLearnedNoise(), new GaussianInputNoise())) {
                double integral = 0;
                double step = 0.005;
                for (double y = -60; y < 60; y += step) {
                    integral += step * Math.exp(model.logLik(out, 1, (float) y, -0.4));
                }
                assertEquals(1, integral, 1e-5, model.toString());
            }
        });
    }

    @Test
    void gaussians_agreeWhereTheirNoiseDoes() {
        float[] out = {0.3f, (float) Math.log(0.7)};
        double expected = -0.5 * Math.log(2 * Math.PI * 0.7) - 0.5 * 1.7 * 1.7 / 0.7;
        assertEquals(expected, new GaussianFixedNoise(0.7).logLik(out, 0, 2f, 9), 1e-6);
        assertEquals(expected, new GaussianLearnedNoise().logLik(out, 0, 2f, Math.log(0.7)), 1e-6);
        assertEquals(expected, new GaussianInputNoise().logLik(out, 0, 2f, 9), 1e-6);
    }

    @Test
    void logLik_ofExtremeOutputs_isFinite() {
        for (float extreme : new float[] {-1e4f, -700, 700, 1e4f}) {
            float[] out = {extreme, -extreme, 0};
            for (float target : new float[] {0, 1}) {
                assertTrue(Double.isFinite(new Categorical(3).logLik(out, 0, target, 0)));
                assertTrue(Double.isFinite(new Bernoulli().logLik(out, 0, target, 0)));
            }
        }
        assertEquals(0, new Bernoulli().logLik(new float[] {1e4f}, 0, 1, 0), 0);
        assertEquals(-1e4, new Bernoulli().logLik(new float[] {1e4f}, 0, 0, 0), 1e-9);
        assertEquals(-1e4, new Poisson().logLik(new float[] {-1e4f}, 0, 1, 0), 1e-9);
    }

    @Test
    void grouped_classesCompeteWithinTheirGroupAlone() {
        Categorical grouped = Categorical.inGroups(5, List.of(List.of(3, 0), List.of(1, 2, 4)));
        Forall.seeds(20, seed -> {
            float[] out = new float[5];
            Key.of(seed).gaussians(out);
            double pair = Math.exp(grouped.logLik(out, 0, 0, 0)) + Math.exp(grouped.logLik(out, 0, 3, 0));
            assertEquals(1, pair, 1e-9);
            float[] other = out.clone();
            other[1] += 100;
            assertEquals(grouped.logLik(out, 0, 3, 0), grouped.logLik(other, 0, 3, 0), 0);
        });
        for (List<List<Integer>> wrong : List.of(
                List.of(List.of(0, 1)),
                List.of(List.of(0, 1, 2), List.of(2, 3, 4)),
                List.of(List.of(0, 1, 2, 3, 4, 5)))) {
            assertThrows(IllegalArgumentException.class, () -> Categorical.inGroups(5, wrong));
        }
    }

    /** Mean and mean square of many draws, within 4.5 standard errors of those of the distribution. */
    @Test
    void drawn_hasTheMomentsOfTheDistribution() {
        int draws = 20_000;
        Forall.seeds(3, seed -> {
            float[] out = outputs(seed, 2);
            for (ObservationModel model : ALL) {
                double shared = -0.4;
                double mean = 0;
                double square = 0;
                boolean real = model instanceof GaussianFixedNoise
                        || model instanceof GaussianLearnedNoise
                        || model instanceof GaussianInputNoise;
                double step = real ? 0.01 : 1;
                double fourth = 0;
                for (double y = real ? -60 : 0; y < (real ? 60 : 300); y += step) {
                    if (model.targetError((float) y).isEmpty()) {
                        double p = step * Math.exp(model.logLik(out, 0, (float) y, shared));
                        mean += p * y;
                        square += p * y * y;
                        fourth += p * y * y * y * y;
                    }
                }
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < draws; i++) {
                    float y = model.drawn(out, 0, 0, shared, Key.of(seed).fold(i));
                    assertEquals("", model.targetError(y));
                    sum += y;
                    squares += (double) y * y;
                }
                double meanError = Math.sqrt((square - mean * mean) / draws);
                double squareError = Math.sqrt((fourth - square * square) / draws);
                assertEquals(mean, sum / draws, 4.5 * meanError + 1e-4, model + " seed " + seed);
                assertEquals(square, squares / draws, 4.5 * squareError + 1e-3, model + " seed " + seed);
            }
        });
    }

    @Test
    void drawn_staysInTheGroupOfTheTarget() {
        Categorical grouped = Categorical.inGroups(4, List.of(List.of(0, 2), List.of(1, 3)));
        for (int i = 0; i < 200; i++) {
            assertEquals(1, grouped.drawn(new float[] {9, 0, 9, 0}, 0, 3, 0, Key.of(i)) % 2);
        }
    }

    @Test
    void logLik_readsItsOwnRow() {
        float[] rows = {9, 9, 9, 0.1f, -0.2f, 0.5f};
        float[] one = {0.1f, -0.2f, 0.5f};
        for (ObservationModel model : ALL) {
            assertEquals(model.logLik(one, 0, 1, 0.3), model.logLik(rows, 3, 1, 0.3), 0, model.toString());
        }
    }

    @Test
    void targetError_namesWhatIsLegal() {
        legal(new Categorical(3), 0, 1, 2);
        illegal(new Categorical(3), -1, 3, 0.5f, Float.NaN);
        legal(new Bernoulli(), 0, 1);
        illegal(new Bernoulli(), -1, 2, 0.5f, Float.NaN);
        legal(new Poisson(), 0, 1, 1e6f);
        illegal(new Poisson(), -1, 0.5f, Float.NaN, Float.POSITIVE_INFINITY);
        for (ObservationModel model : ALL.subList(3, 6)) {
            legal(model, -1e30f, 0, 0.5f);
            illegal(model, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        }
        assertEquals("a class index 0..2", new Categorical(3).targetError(3));
    }

    @Test
    void sharedParameter_isTheLearnedNoiseAlone() {
        for (ObservationModel model : ALL) {
            assertEquals(
                    model instanceof GaussianLearnedNoise,
                    !model.sharedParameter().isEmpty());
        }
    }

    @Test
    void of_badSettings_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new Categorical(1));
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new GaussianFixedNoise(bad));
            assertThrows(IllegalArgumentException.class, () -> GaussianPrior.isotropic(bad));
        }
    }

    private static void legal(ObservationModel model, float... targets) {
        for (float target : targets) {
            assertEquals("", model.targetError(target), model + " " + target);
        }
    }

    private static void illegal(ObservationModel model, float... targets) {
        for (float target : targets) {
            assertFalse(model.targetError(target).isEmpty(), model + " " + target);
        }
    }

    private static double sum(ObservationModel model, float[] out, int targets) {
        double sum = 0;
        for (int y = 0; y < targets; y++) {
            sum += Math.exp(model.logLik(out, 1, y, 0));
        }
        return sum;
    }

    private static float[] outputs(long seed, double scale) {
        float[] out = new float[4];
        Key.of(seed).gaussians(out);
        for (int k = 0; k < out.length; k++) {
            out[k] *= (float) scale;
        }
        return out;
    }
}
