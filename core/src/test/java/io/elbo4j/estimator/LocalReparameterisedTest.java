package io.elbo4j.estimator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.contract.EstimatorContract;
import io.elbo4j.data.Batch;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import org.junit.jupiter.api.Test;

class LocalReparameterisedTest extends EstimatorContract {

    @Override
    protected Estimator estimator(int samples) {
        return new LocalReparameterised(samples);
    }

    @Test
    void gradient_variesLessThanThatOfOneDrawForAllRows() {
        double local = meanGradientVariance(new LocalReparameterised(1));
        double flipout = meanGradientVariance(new Flipout(1));
        double weights = meanGradientVariance(new Reparameterised(1));
        assertTrue(local < 0.9 * weights, "local=" + local + " weights=" + weights);
        assertTrue(flipout < 0.9 * weights, "flipout=" + flipout + " weights=" + weights);
    }

    @Test
    void gradient_ofANetworkThatCannot_isAClearError() {
        LinearNetwork network = new LinearNetwork(1, false, new GaussianFixedNoise(1));
        LogLikelihood closed = new LogLikelihood() {
            @Override
            public ParameterLayout layout() {
                return network.layout();
            }

            @Override
            public ValueGrad valueGrad(float[] theta, Batch batch) {
                return network.valueGrad(theta, batch);
            }
        };
        SparseGaussian q = new SparseGaussian(1, new int[] {0}, new float[1], new float[] {1f});
        Batch batch = new Batch(new float[1], new float[1], 1);
        for (Estimator estimator : new Estimator[] {new LocalReparameterised(1), new Flipout(1)}) {
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> estimator.gradient(q, closed, batch, Key.of(1)));
            assertTrue(
                    String.valueOf(error.getMessage()).startsWith("estimator: network cannot do it: train.estimator="));
        }
        assertEquals(
                1, new Reparameterised(1).gradient(q, closed, batch, Key.of(1)).rows());
    }

    @Test
    void of_noSamples_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new LocalReparameterised(0));
        assertThrows(IllegalArgumentException.class, () -> new Flipout(0));
        assertThrows(IllegalArgumentException.class, () -> new Reparameterised(0));
    }
}
