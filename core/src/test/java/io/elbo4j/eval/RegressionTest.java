package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.Poisson;
import org.junit.jupiter.api.Test;

class RegressionTest {

    @Test
    void logLik_ofTheThreeSampleFixture_isTheKnownOne() {
        PredictiveAccumulator samples = PredictiveAccumulator.labelled(new GaussianFixedNoise(0.5), new float[] {1});
        samples.add(new float[] {.8f}).add(new float[] {1.1f}).add(new float[] {1.3f});
        Metrics metrics = Metrics.of(samples.prediction());
        assertEquals(-.618489004, metrics.value("logLik"), 1e-7);
        assertEquals(.618489004, metrics.value("nll"), 1e-7);
        assertEquals(3.2 / 3 - 1, metrics.value("rmse"), 1e-7);
        assertEquals(Math.sqrt(.5), metrics.value("aleatoricSd"), 1e-15);
        assertEquals(Math.sqrt((.64 + 1.21 + 1.69) / 3 - Math.pow(3.2 / 3, 2)), metrics.value("epistemicSd"), 1e-7);
    }

    @Test
    void prediction_ofGaussianMixtures_hasTheMixturesMoments() {
        RandomInputs random = RandomInputs.of("gaussian mixture");
        float[] targets = random.gaussians(20, 1);
        PredictiveAccumulator accumulator = PredictiveAccumulator.labelled(new GaussianInputNoise(), targets);
        float[][] outputs = new float[6][];
        for (int s = 0; s < 6; s++) {
            outputs[s] = random.fold(s).gaussians(40, 1);
            accumulator.add(outputs[s]);
        }
        ValuePrediction found = (ValuePrediction) accumulator.prediction();
        for (int i = 0; i < 20; i++) {
            // Moments and cumulative probability of the mixture by a fine sum over its density.
            double mass = 0;
            double mean = 0;
            double square = 0;
            double below = 0;
            for (double y = -30 + 5e-4; y < 30; y += 1e-3) {
                double density = 0;
                for (float[] out : outputs) {
                    double variance = Math.exp(out[2 * i + 1]);
                    density += Math.exp(-Math.pow(y - out[2 * i], 2) / (2 * variance))
                            / Math.sqrt(2 * Math.PI * variance)
                            / 6;
                }
                mass += density * 1e-3;
                mean += y * density * 1e-3;
                square += y * y * density * 1e-3;
                below += y < targets[i] ? density * 1e-3 : 0;
            }
            assertEquals(1, mass, 1e-9);
            assertEquals(mean, found.mean()[i], 1e-9);
            assertEquals(Math.sqrt(square - mean * mean), found.totalSd()[i], 1e-8);
            assertEquals(below, found.atMost()[i], 2e-3);
            assertEquals(1 - below, found.atLeast()[i], 2e-3);
        }
    }

    @Test
    void prediction_ofPoissonMixture_equalsEnumeration() {
        float[] rates = {(float) Math.log(2), (float) Math.log(5)};
        for (int target = 0; target < 12; target++) {
            PredictiveAccumulator accumulator = PredictiveAccumulator.labelled(new Poisson(), new float[] {target});
            accumulator.add(new float[] {rates[0]}).add(new float[] {rates[1]});
            ValuePrediction found = (ValuePrediction) accumulator.prediction();
            double atMost = 0;
            double at = 0;
            double factorial = 1;
            for (int y = 0; y <= target; y++) {
                factorial *= Math.max(1, y);
                at = (Math.exp(-2) * Math.pow(2, y) + Math.exp(-5) * Math.pow(5, y)) / 2 / factorial;
                atMost += at;
            }
            assertEquals(Math.log(at), found.logDensity()[0], 1e-6);
            assertEquals(atMost, found.atMost()[0], 1e-6);
            assertEquals(1 - atMost + at, found.atLeast()[0], 1e-6);
            assertEquals(3.5, found.mean()[0], 1e-6);
            assertEquals(Math.sqrt(3.5), found.aleatoricSd()[0], 1e-6);
            assertEquals(1.5, found.epistemicSd()[0], 1e-6);
        }
    }

    @Test
    void coverage_ofTrueModel_isTheLevel() {
        RandomInputs random = RandomInputs.of("coverage");
        int rows = 20_000;
        float[] means = random.gaussians(rows, 3);
        float[] targets = random.fold(1).gaussians(rows, 0.5);
        for (int i = 0; i < rows; i++) {
            targets[i] += means[i];
        }
        ValuePrediction prediction =
                (ValuePrediction) PredictiveAccumulator.labelled(new GaussianLearnedNoise(), targets)
                        .add(means, Math.log(.25))
                        .prediction();
        for (double level : new double[] {.5, .9, .95}) {
            double sd = Math.sqrt(level * (1 - level) / rows);
            assertEquals(level, Regression.coverage(prediction, level), 4.5 * sd);
        }
        assertEquals(.5, Regression.rmse(prediction), .5 * 4.5 / Math.sqrt(2.0 * rows));
    }

    @Test
    void coverage_ofTargetsAtKnownDistances_countsThoseInside() {
        // The central 95 % of N(0, 1) end at 1.959964.
        float[] targets = {-1.97f, -1.95f, 0, 1.95f, 1.97f};
        ValuePrediction prediction =
                (ValuePrediction) PredictiveAccumulator.labelled(new GaussianFixedNoise(1), targets)
                        .add(new float[5])
                        .prediction();
        assertEquals(.6, Regression.coverage(prediction, .95), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> Regression.coverage(prediction, 1));
        assertThrows(IllegalArgumentException.class, () -> Regression.coverage(prediction, Double.NaN));
    }

    @Test
    void epistemicSd_ofLargeOffset_doesNotCancel() {
        PredictiveAccumulator accumulator = PredictiveAccumulator.unlabelled(new GaussianFixedNoise(1), 1);
        accumulator.add(new float[] {8_388_608f}).add(new float[] {8_388_610f});
        ValuePrediction found = (ValuePrediction) accumulator.prediction();
        assertArrayEquals(new double[] {1}, found.epistemicSd(), 1e-12);
        assertEquals(0, found.logDensity().length);
    }

    @Test
    void regression_withoutTargetsOrRows_isRefused() {
        ValuePrediction unknown = (ValuePrediction) PredictiveAccumulator.unlabelled(new Poisson(), 1)
                .add(new float[1])
                .prediction();
        assertThrows(IllegalArgumentException.class, () -> Regression.rmse(unknown));
        assertThrows(IllegalArgumentException.class, unknown::logPredictive);
        PredictiveDistribution empty = PredictiveAccumulator.labelled(new Poisson(), new float[0])
                .add(new float[0])
                .prediction();
        assertThrows(IllegalArgumentException.class, () -> Metrics.of(empty));
    }

    @Test
    void logLik_ofHopelessCount_isANumber() {
        ValuePrediction prediction = (ValuePrediction) PredictiveAccumulator.labelled(new Poisson(), new float[] {3})
                .add(new float[] {-3e38f})
                .prediction();
        assertTrue(Regression.logLik(prediction) < -1e38);
    }
}
