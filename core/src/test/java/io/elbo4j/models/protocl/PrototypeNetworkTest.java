package io.elbo4j.models.protocl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.nn.KernelNetwork;
import io.elbo4j.nn.LayerSpec;
import io.elbo4j.nn.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrototypeNetworkTest {

    static final PrototypeNetwork NETWORK = network(3);

    static PrototypeNetwork network(int classes) {
        return new PrototypeNetwork(
                new KernelNetwork(new NetworkSpec(
                        List.of(2),
                        List.of(LayerSpec.parse("dense 8"), LayerSpec.parse("tanh"), LayerSpec.parse("dense 4")),
                        true,
                        new Categorical(classes))),
                0.5);
    }

    /** Around 0, with variances and weights above it. */
    private static float[] theta(long seed) {
        float[] theta = new float[NETWORK.layout().dimension()];
        Key.of(seed).gaussians(theta);
        int last = theta.length - 2 * NETWORK.classes();
        for (int i = last; i < theta.length; i++) {
            theta[i] = 0.5f + Math.abs(theta[i]);
        }
        return theta;
    }

    private static Batch rows(int count) {
        float[] features = new float[2 * count];
        Key.of(8).gaussians(features);
        float[] targets = new float[count];
        for (int r = 0; r < count; r++) {
            targets[r] = r % 3;
        }
        return new Batch(features, targets, 2);
    }

    @Test
    void gradient_isThatOfTheValue_byEveryParameter() {
        float[] theta = theta(1);
        Batch rows = rows(7);
        ValueGrad at = NETWORK.valueGrad(theta, rows);
        for (int i = 0; i < theta.length; i++) {
            float[] up = theta.clone();
            float[] down = theta.clone();
            up[i] += 0.01f;
            down[i] -= 0.01f;
            double expected = (NETWORK.valueGrad(up, rows).logLikSum()
                            - NETWORK.valueGrad(down, rows).logLikSum())
                    / ((double) up[i] - down[i]);
            assertEquals(expected, at.gradient()[i], 2e-3 * Math.max(1, Math.abs(expected)), "parameter " + i);
        }
    }

    @Test
    void value_isThatOfTheOutputs() {
        float[] theta = theta(2);
        Batch rows = rows(7);
        float[] outputs = NETWORK.outputs(theta, rows);
        double sum = 0;
        for (int r = 0; r < rows.rows(); r++) {
            sum += NETWORK.observation().logLik(outputs, r * 3, rows.targets()[r], 0);
        }
        assertEquals(sum, NETWORK.valueGrad(theta, rows).logLikSum(), 1e-5);
    }

    @Test
    void encoderGradient_isTheWeightedPartOfTheWhole() {
        ClassPosteriors classes = classes();
        float[] encoder = Arrays.copyOf(theta(3), NETWORK.encoderSize());
        float[] theta = NETWORK.posterior(encoder, classes).meanTheta();
        Batch rows = rows(6);
        double[] weight = {1, 1, 1, 1, 1, 1};
        ClassDensities densities = classes.densities(NETWORK.noiseVariance());
        ValueGrad part = NETWORK.encoderGradient(encoder, densities, rows, weight);
        ValueGrad whole = NETWORK.valueGrad(theta, rows);
        assertEquals(whole.logLikSum(), part.logLikSum(), 1e-4);
        assertArrayEquals(Arrays.copyOf(whole.gradient(), encoder.length), part.gradient(), 1e-4f);
        double[] second = {0, 2.5, 0, 0, 0, 0};
        ValueGrad weighted = NETWORK.encoderGradient(encoder, densities, rows, second);
        ValueGrad alone = NETWORK.encoderGradient(encoder, densities, rows.slice(1, 2), new double[] {2.5});
        assertArrayEquals(alone.gradient(), weighted.gradient(), 1e-5f);
        assertEquals(alone.logLikSum(), weighted.logLikSum(), 1e-9);
    }

    private static ClassPosteriors classes() {
        float[] embeddings = new float[9 * 4];
        Key.of(4).gaussians(embeddings);
        return ClassPosteriors.prior(3, 4, 1).observe(embeddings, rows(9).targets(), NETWORK.noiseVariance());
    }

    @Test
    void posterior_isNormalForPrototypes_andPointsElsewhere() {
        ClassPosteriors classes = classes();
        SparseGaussian posterior = NETWORK.posterior(new float[NETWORK.encoderSize()], classes);
        assertEquals(NETWORK.layout().dimension(), posterior.dimension());
        for (int k = 0; k < posterior.dimension(); k++) {
            boolean prototype = NETWORK.layout().at(k).name().equals("prototype.mean");
            assertEquals(
                    prototype ? (float) Math.sqrt(1 / classes.precision()[(k - NETWORK.encoderSize()) / 4]) : 0f,
                    posterior.sd()[k]);
        }
        assertEquals(
                NETWORK.multiplicationsPerWeight().length,
                NETWORK.layout().blocks().size());
    }

    @Test
    void networksThatAreNoClassifiers_areRefused() {
        LinearNetwork regression = new LinearNetwork(3, true, new GaussianFixedNoise(1));
        assertThrows(IllegalArgumentException.class, () -> new PrototypeNetwork(regression, 1));
    }
}
