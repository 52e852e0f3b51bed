package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.math.Key;
import org.junit.jupiter.api.Test;

class NormalMixtureTest {

    /** Components of equal probability and no doubt are what samples are. */
    @Test
    void equalComponents_equalSamples() {
        Forall.seeds(5, seed -> {
            int components = 4;
            float[] targets = {0.3f, -1, 2};
            double[][] means = new double[components][targets.length];
            double[] probabilities = new double[components];
            PredictiveAccumulator sum = PredictiveAccumulator.labelled(new GaussianFixedNoise(0.7), targets);
            for (int k = 0; k < components; k++) {
                probabilities[k] = 1.0 / components;
                float[] outputs = new float[targets.length];
                for (int i = 0; i < outputs.length; i++) {
                    outputs[i] = (float) Key.of(seed).fold(k).gaussian(i);
                    means[k][i] = outputs[i];
                }
                sum.add(outputs);
            }
            ValuePrediction sampled = (ValuePrediction) sum.prediction();
            ValuePrediction closed = ValuePrediction.ofNormals(
                    probabilities, means, new double[components][targets.length], 0.7, targets);
            for (int i = 0; i < targets.length; i++) {
                assertEquals(sampled.mean()[i], closed.mean()[i], 1e-12);
                assertEquals(sampled.epistemicSd()[i], closed.epistemicSd()[i], 1e-12);
                assertEquals(sampled.aleatoricSd()[i], closed.aleatoricSd()[i], 1e-12);
                assertEquals(sampled.logDensity()[i], closed.logDensity()[i], 1e-12);
                assertEquals(sampled.atMost()[i], closed.atMost()[i], 1e-12);
                assertEquals(sampled.atLeast()[i], closed.atLeast()[i], 1e-12);
            }
        });
    }

    @Test
    void doubtAndUnequalParts_haveTheMomentsOfTheMixture() {
        ValuePrediction two = ValuePrediction.ofNormals(
                new double[] {0.25, 0.75, 0},
                new double[][] {{2}, {-2}, {Double.NaN}},
                new double[][] {{0.5}, {1.5}, {1}},
                0.1,
                new float[] {-2});
        assertEquals(-1, two.mean()[0], 1e-12);
        assertEquals(Math.sqrt(0.25 * 0.5 + 0.75 * 1.5 + 0.25 * 0.75 * 16), two.epistemicSd()[0], 1e-12);
        double density = 0.25 * Math.exp(-8 / 0.6) / Math.sqrt(2 * Math.PI * 0.6) + 0.75 / Math.sqrt(2 * Math.PI * 1.6);
        assertEquals(Math.log(density), two.logDensity()[0], 1e-9);
        assertEquals(1, two.atMost()[0] + two.atLeast()[0], 1e-12);
    }
}
