package io.elbo4j.models.niwmeta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.math.RowMajor;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static final int D = 4;
    private static final double DEGREES = 7;

    /** Quadratic, local posterior, expected divergence and the gradient through them: what it stands for. */
    @Test
    void evidence_isTheBoundAtTheLocalPosterior() {
        Forall.seeds(10, seed -> {
            for (int count : new int[] {1, D, 9}) {
                NormalInverseWishart belief = belief(seed);
                EpisodeGaussian prior = EpisodeGaussian.expected(belief);
                LinearRows rows = rows(seed, count, 0.3);
                Quadratic fit = rows.quadratic();
                EpisodeGaussian local = FullShape.INSTANCE.local(prior, fit);
                Evidence evidence = Evidence.of(prior, rows, EpisodeScale.ONE);
                close(local.mean(), evidence.mean(), 1e-10);
                assertEquals(FullShape.INSTANCE.expectedKlNats(belief, local), evidence.expectedKlNats(belief), 1e-10);
                assertEquals(expectedLogLik(rows, local), evidence.expectedLogLikNats(), 1e-9);

                // The bound is where m and V make it largest: its slopes in them are 0, and what is left is direct.
                double[] byMean = new double[D];
                double[] byCovariance = new double[D * D];
                double[] ahead = RowMajor.product(fit.precision(), local.mean(), D);
                for (int i = 0; i < D; i++) {
                    byMean[i] = ahead[i] - fit.precisionMean()[i];
                }
                for (int i = 0; i < D * D; i++) {
                    byCovariance[i] = 0.5 * fit.precision()[i];
                }
                GlobalGradient gradient = FullShape.INSTANCE.gradient(prior, local, fit, byMean, byCovariance, 1);
                close(gradient.mean(), evidence.meanGradient(), 1e-9);
                close(gradient.covariance(), evidence.covarianceGradient(), 1e-9);
            }
        });
    }

    @Test
    void gradientsOfInputsAndNoise_equalFiniteDifferences() {
        Forall.seeds(5, seed -> {
            for (int count : new int[] {2, 9}) {
                for (EpisodeScale scale : new EpisodeScale[] {EpisodeScale.ONE, new EpisodeScale(3)}) {
                    LinearRows rows = rows(seed, count, 0.3);
                    Evidence evidence = Evidence.of(EpisodeGaussian.expected(belief(seed)), rows, scale);
                    double step = 1e-5;
                    for (int i = 0; i < count * D; i++) {
                        double[] up = rows.inputs().clone();
                        double[] down = rows.inputs().clone();
                        up[i] += step;
                        down[i] -= step;
                        double expected = (bound(seed, new LinearRows(up, rows.targets(), 0.3), scale)
                                        - bound(seed, new LinearRows(down, rows.targets(), 0.3), scale))
                                / (2 * step);
                        assertEquals(-expected, evidence.inputGradient()[i], 1e-6 * (1 + Math.abs(expected)));
                    }
                    double expected = (bound(seed, rows(seed, count, 0.3 * Math.exp(step)), scale)
                                    - bound(seed, rows(seed, count, 0.3 * Math.exp(-step)), scale))
                            / (2 * step);
                    assertEquals(-expected, evidence.logNoiseGradient(), 1e-6 * (1 + Math.abs(expected)));
                }
            }
        });
    }

    /** As many rows as weights by rows; one more, of no weight at all, by weights. */
    @Test
    void bothWays_giveTheSame() {
        Forall.seeds(10, seed -> {
            EpisodeGaussian prior = EpisodeGaussian.expected(belief(seed));
            LinearRows few = rows(seed, D, 1e-4);
            double[] inputs = new double[(D + 1) * D];
            System.arraycopy(few.inputs(), 0, inputs, 0, D * D);
            float[] targets = new float[D + 1];
            System.arraycopy(few.targets(), 0, targets, 0, D);
            Evidence byRows = Evidence.of(prior, few, EpisodeScale.ONE);
            Evidence byWeights = Evidence.of(prior, new LinearRows(inputs, targets, 1e-4), EpisodeScale.ONE);
            close(byRows.mean(), byWeights.mean(), 1e-6);
            close(byRows.meanGradient(), byWeights.meanGradient(), 1e-6);
            close(byRows.covarianceGradient(), byWeights.covarianceGradient(), 1e-6);
            assertEquals(byRows.expectedKlNats(belief(seed)), byWeights.expectedKlNats(belief(seed)), 1e-6);
        });
    }

    /** Targets that are exactly linear: their density has no bound as the noise goes to 0. */
    @Test
    void noiseOfNothing_isTheLeastThatMatters() {
        for (int count : new int[] {2, 9}) {
            LinearRows rows = rows(3, count, 0.3);
            float[] exact = new float[count];
            for (int row = 0; row < count; row++) {
                exact[row] = (float) (2 * rows.inputs()[row * D] - rows.inputs()[row * D + 1]);
            }
            EpisodeGaussian prior = EpisodeGaussian.expected(belief(3));
            for (double noise : new double[] {1e-14, 1e-30, 1e-300}) {
                Evidence evidence = Evidence.of(prior, new LinearRows(rows.inputs(), exact, noise), EpisodeScale.ONE);
                assertEquals(0, evidence.logNoiseGradient());
                assertTrue(Double.isFinite(evidence.expectedLogLikNats() - evidence.expectedKlNats(belief(3))));
                for (double each : evidence.covarianceGradient()) {
                    assertTrue(Double.isFinite(each), "noise " + noise);
                }
            }
            assertTrue(Evidence.of(prior, new LinearRows(rows.inputs(), exact, 1e-3), EpisodeScale.ONE)
                            .logNoiseGradient()
                    > 0);
        }
    }

    @Test
    void whatCannotBe_isRefused() {
        EpisodeGaussian narrow = new EpisodeGaussian(new double[2], new double[] {1, 1});
        LinearRows rows = new LinearRows(new double[] {1, 1}, new float[] {1}, 1);
        String error = assertThrows(IllegalArgumentException.class, () -> Evidence.of(narrow, rows, EpisodeScale.ONE))
                .toString();
        assertTrue(error.contains("use a full belief"), error);
        assertTrue(rows.isFinite());
        assertTrue(!new LinearRows(new double[] {1, Double.NaN}, new float[] {1}, 1).isFinite());
        assertTrue(!new LinearRows(new double[] {1, 1}, new float[] {Float.POSITIVE_INFINITY}, 1).isFinite());
        assertTrue(!new LinearRows(new double[] {1, 1}, new float[] {1}, 0).isFinite());
    }

    /** Up to what the belief's own doubt takes, which is the same for all rows. */
    private static double bound(long seed, LinearRows rows, EpisodeScale scale) {
        Evidence evidence = Evidence.of(EpisodeGaussian.expected(belief(seed)), rows, scale);
        return evidence.expectedLogLikNats() + evidence.scaleNats() - evidence.expectedKlNats(belief(seed));
    }

    private static double expectedLogLik(LinearRows rows, EpisodeGaussian local) {
        double[] outputs = rows.outputs(local.mean());
        double[] variances = rows.outputVariances(local.posterior());
        double sum = 0;
        for (int row = 0; row < rows.rows(); row++) {
            double residual = rows.targets()[row] - outputs[row];
            sum -= 0.5
                    * (Math.log(2 * Math.PI * rows.noiseVariance())
                            + (residual * residual + variances[row]) / rows.noiseVariance());
        }
        return sum;
    }

    private static NormalInverseWishart belief(long seed) {
        double[] scale = new double[D * D];
        for (int k = 0; k < D + 2; k++) {
            double[] x = vector(seed, 20 + k, D);
            for (int i = 0; i < D * D; i++) {
                scale[i] += x[i / D] * x[i % D];
            }
        }
        return new NormalInverseWishart(5, vector(seed, 1, D), scale, DEGREES);
    }

    private static LinearRows rows(long seed, int count, double noise) {
        float[] targets = new float[count];
        Key.of(seed).fold(2).gaussians(targets);
        return new LinearRows(vector(seed, 3, count * D), targets, noise);
    }

    private static double[] vector(long seed, int number, int size) {
        double[] x = new double[size];
        for (int i = 0; i < size; i++) {
            x[i] = Key.of(seed).fold(number).gaussian(i);
        }
        return x;
    }

    private static void close(double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * (1 + Math.abs(expected[i])), "number " + i);
        }
    }
}
