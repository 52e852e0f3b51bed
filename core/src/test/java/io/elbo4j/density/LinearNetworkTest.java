package io.elbo4j.density;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class LinearNetworkTest {

    private static final int INPUTS = 4;
    private static final LinearNetwork WITH_BIAS = new LinearNetwork(INPUTS, true, new GaussianFixedNoise(0.6));
    private static final LinearNetwork PLAIN = new LinearNetwork(INPUTS, false, new GaussianFixedNoise(0.6));

    @Test
    void layout_holdsWeightsThenBias() {
        assertEquals(5, WITH_BIAS.layout().dimension());
        assertEquals(4, WITH_BIAS.layout().weights());
        assertEquals(Role.POINT, WITH_BIAS.layout().at(4).role());
        assertEquals(4, PLAIN.layout().dimension());
    }

    @Test
    void logLik_isTheObservationModelsOnTheOutputs() {
        Forall.seeds(5, seed -> {
            for (LinearNetwork network : new LinearNetwork[] {WITH_BIAS, PLAIN}) {
                float[] theta = numbers(seed, network.layout().dimension());
                Batch batch = batch(seed);
                float[] out = network.outputs(theta, batch);
                double sum = 0;
                for (int r = 0; r < batch.rows(); r++) {
                    sum += network.observation().logLik(out, r, batch.targets()[r], 0);
                }
                assertEquals(sum, network.valueGrad(theta, batch).logLikSum(), 1e-4);
            }
        });
    }

    @Test
    void gradient_equalsFiniteDifferences() {
        Forall.seeds(5, seed -> {
            for (LinearNetwork network : new LinearNetwork[] {WITH_BIAS, PLAIN}) {
                float[] theta = numbers(seed, network.layout().dimension());
                Batch batch = batch(seed);
                double[] slope = slope(theta, t -> network.valueGrad(t, batch).logLikSum());
                agree(slope, network.valueGrad(theta, batch).gradient(), theta.length);
            }
        });
    }

    @Test
    void localReparameterisation_gradientsEqualFiniteDifferences() {
        Forall.seeds(5, seed -> {
            float[] mean = numbers(seed, 5);
            float[] variance = new float[5];
            for (int i = 0; i < INPUTS; i++) {
                variance[i] = 0.2f + 0.1f * i;
            }
            Batch batch = batch(seed);
            Key noise = Key.of(seed);
            SpreadGrad at = WITH_BIAS.locallyReparameterised(mean, variance, noise, batch);
            agree(
                    slope(
                            mean,
                            m -> WITH_BIAS
                                    .locallyReparameterised(m, variance, noise, batch)
                                    .logLikSum()),
                    at.meanGradient(),
                    5);
            agree(
                    slope(
                            variance,
                            v -> WITH_BIAS
                                    .locallyReparameterised(mean, v, noise, batch)
                                    .logLikSum()),
                    at.spreadGradient(),
                    5);
        });
    }

    @Test
    void flipout_gradientsEqualFiniteDifferences() {
        Forall.seeds(5, seed -> {
            float[] mean = numbers(seed, 5);
            float[] perturbation = numbers(seed + 50, 5);
            Batch batch = batch(seed);
            Key signs = Key.of(seed);
            SpreadGrad at = WITH_BIAS.flipout(mean, perturbation, signs, batch);
            agree(
                    slope(
                            mean,
                            m -> WITH_BIAS
                                    .flipout(m, perturbation, signs, batch)
                                    .logLikSum()),
                    at.meanGradient(),
                    5);
            agree(
                    slope(
                            perturbation,
                            p -> WITH_BIAS.flipout(mean, p, signs, batch).logLikSum()),
                    at.spreadGradient(),
                    5);
        });
    }

    @Test
    void withoutSpread_allModesAgree() {
        float[] mean = numbers(3, 5);
        ValueGrad plain = WITH_BIAS.valueGrad(mean, batch(3));
        SpreadGrad local = WITH_BIAS.locallyReparameterised(mean, new float[5], Key.of(1), batch(3));
        SpreadGrad flipped = WITH_BIAS.flipout(mean, new float[5], Key.of(1), batch(3));
        assertEquals(plain.logLikSum(), local.logLikSum(), 1e-12);
        assertEquals(plain.logLikSum(), flipped.logLikSum(), 1e-12);
        assertArrayEquals(plain.gradient(), local.meanGradient());
        assertArrayEquals(plain.gradient(), flipped.meanGradient());
    }

    private static void agree(double[] slope, float[] gradient, int size) {
        assertEquals(size, gradient.length);
        for (int i = 0; i < size; i++) {
            assertEquals(slope[i], gradient[i], 2e-3 * (1 + Math.abs(slope[i])), "parameter " + i);
        }
    }

    /** Central differences with a step that a float holds exactly. */
    private static double[] slope(float[] at, ToDoubleFunction<float[]> value) {
        double[] slope = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            float[] up = at.clone();
            float[] down = at.clone();
            up[i] += 0x1p-8f;
            down[i] -= 0x1p-8f;
            slope[i] = (value.applyAsDouble(up) - value.applyAsDouble(down)) / ((double) up[i] - down[i]);
        }
        return slope;
    }

    private static float[] numbers(long seed, int size) {
        float[] numbers = new float[size];
        Key.of(seed).fold(1).gaussians(numbers);
        return numbers;
    }

    private static Batch batch(long seed) {
        float[] features = new float[7 * INPUTS];
        float[] targets = new float[7];
        Key.of(seed).fold(2).gaussians(features);
        Key.of(seed).fold(3).gaussians(targets);
        return new Batch(features, targets, INPUTS);
    }
}
