package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.data.RowsOf;
import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.FeaturePass;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Poisson;
import io.elbo4j.density.Role;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SameDiff is the oracle: values, gradients and outputs agree to 1e-5 relative on random networks and supports. */
class KernelNetworkTest {

    private static final List<Integer> IMAGE = List.of(2, 9, 8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense 7;relu",
                "conv2d 3 kernel=3;relu;max-pool 2;dense 5;tanh",
                "conv2d 3 kernel=4 padding=same;gelu;avg-pool 2;conv2d 4 kernel=2 stride=2 padding=same;softplus",
                "conv2d 3 kernel=3 stride=2;tanh;flatten;dense 6;gelu;dense 4;relu",
                "max-pool 3 stride=2;dense 4;softplus",
                "dense 6;layer-norm;relu;dense 5;layer-norm"
            })
    void everyLayer_agreesWithSameDiff(String layers) {
        for (double density : new double[] {1, 0.4, 0.05}) {
            for (int rows : new int[] {1, 5, 16, 37}) {
                agree(spec(layers, new Categorical(3)), density, rows, 1000L * rows + layers.length());
            }
        }
    }

    @Test
    void classesInGroups_agreeWithSameDiff() {
        Categorical grouped = Categorical.inGroups(5, List.of(List.of(4, 0), List.of(1, 2, 3)));
        for (int rows : new int[] {1, 16, 37}) {
            agree(spec("dense 7;relu", grouped), 1, rows, 77L + rows);
        }
    }

    /**
     * Not so sparse that outputs have no variance: SameDiff's convolutions leave rounding there with AVX-512, whose square root
     * is no longer small.
     */
    @Test
    void layerNormAroundConvolutions_agreesWithSameDiff() {
        String layers = "layer-norm;conv2d 3 padding=same;layer-norm;relu;max-pool 2";
        for (double density : new double[] {1, 0.4}) {
            for (int rows : new int[] {1, 5, 16, 37}) {
                agree(spec(layers, new Categorical(3)), density, rows, 1000L * rows + layers.length());
            }
        }
    }

    @Test
    void everyObservationModel_agreesWithSameDiff() {
        for (ObservationModel observation : List.of(
                new Categorical(3),
                new Bernoulli(),
                new Poisson(),
                new GaussianFixedNoise(0.3),
                new GaussianLearnedNoise(),
                new GaussianInputNoise())) {
            agree(spec("dense 6;tanh", observation), 0.5, 9, 5);
        }
    }

    @Test
    void aLayerWithoutActiveWeights_givesItsBiases() {
        KernelNetwork network = new KernelNetwork(spec("dense 4;relu", new Categorical(3)));
        int[] support = Problems.support(network.layout(), 0, Key.of(1));
        float[] values = new float[support.length];
        Arrays.fill(values, 0.5f);
        ValueGrad at = network.onSupport(support, values, batch(4, new Categorical(3), Key.of(2)));
        assertEquals(-4 * Math.log(3), at.logLikSum(), 1e-6);
    }

    @Test
    void noRows_giveNothing() {
        KernelNetwork network = new KernelNetwork(spec("dense 4;relu", new Categorical(3)));
        ValueGrad at =
                network.valueGrad(new float[network.layout().dimension()], new Batch(new float[0], new float[0], 144));
        assertEquals(0, at.logLikSum());
        assertArrayEquals(new float[network.layout().dimension()], at.gradient());
    }

    @Test
    void batchNorm_goesToSameDiff_andIsRefusedByForce() {
        List<String> layers = List.of("dense 4", "batch-norm", "relu");
        assertInstanceOf(SameDiffNetwork.class, Networks.of("auto", layers, true, "", List.of(5), new Categorical(3)));
        assertInstanceOf(
                KernelNetwork.class, Networks.of("auto", List.of("dense 4"), true, "", List.of(5), new Categorical(3)));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Networks.of("kernel", layers, true, "", List.of(5), new Categorical(3)));
        assertTrue(String.valueOf(e.getMessage()).startsWith("network: no kernel for a layer: engine=kernel"));
    }

    @Test
    void pass_givesFeaturesAndTheWayBack_alsoAfterAnotherPass() {
        KernelNetwork network = new KernelNetwork(spec("dense 7;layer-norm;relu;dense 5", new Categorical(3)));
        float[] theta = new float[network.layout().dimension()];
        Key.of(3).gaussians(theta);
        Batch here = batch(5, new Categorical(3), Key.of(4));
        Batch there = batch(6, new Categorical(3), Key.of(5));
        float[] gradient = new float[25];
        Key.of(6).gaussians(gradient);
        float[] expected = network.pullback(theta, here.features(), gradient);
        FeaturePass pass = network.pass(theta, here.features());
        assertArrayEquals(network.features(theta, here.features()), pass.features());
        network.features(theta, there.features());
        assertArrayEquals(expected, pass.pullback(gradient));
        assertArrayEquals(expected, network.pass(theta, here.features()).pullback(gradient));
    }

    private static NetworkSpec spec(String layers, ObservationModel observation) {
        return new NetworkSpec(
                IMAGE, Arrays.stream(layers.split(";")).map(LayerSpec::parse).toList(), true, observation);
    }

    private static void agree(NetworkSpec spec, double density, int rows, long seed) {
        String where = spec + " density=" + density + " rows=" + rows + " seed=" + seed;
        Key key = Key.of(seed);
        SameDiffNetwork oracle = new SameDiffNetwork(spec);
        KernelNetwork network = new KernelNetwork(spec);
        assertEquals(oracle.layout(), network.layout());
        int[] support = Problems.support(network.layout(), density, key.fold(1));
        float[] values = new float[support.length];
        key.fold(2).gaussians(values);
        float[] theta = new float[network.layout().dimension()];
        for (int k = 0; k < values.length; k++) {
            values[k] *= 0.4f;
            theta[support[k]] = values[k];
        }
        Batch batch = batch(rows, spec.observation(), key.fold(3));
        ValueGrad expected = oracle.valueGrad(theta, batch);
        ValueGrad sparse = network.onSupport(support, values, batch);
        ValueGrad dense = network.valueGrad(theta, batch);
        double scale = 1e-3;
        for (float each : expected.gradient()) {
            scale = Math.max(scale, Math.abs(each));
        }
        assertEquals(expected.logLikSum(), sparse.logLikSum(), 1e-5 * (1 + Math.abs(expected.logLikSum())), where);
        assertArrayEquals(expected.gradient(), dense.gradient(), (float) (1e-5 * scale), where);
        for (int k = 0; k < support.length; k++) {
            assertEquals(expected.gradient()[support[k]], sparse.gradient()[k], 1e-5 * scale, where);
        }
        localAgrees(oracle, network, support, values, batch, where);
        assertArrayEquals(expected.gradient(), whole(network, support, values, batch), (float) (1e-5 * scale), where);
        assertArrayEquals(oracle.outputs(theta, batch), network.outputs(theta, batch), 1e-4f, where);
    }

    private static void localAgrees(
            SameDiffNetwork oracle, KernelNetwork network, int[] support, float[] mean, Batch batch, String where) {
        Key key = Key.of(77);
        float[] variance = new float[support.length];
        for (ParameterBlock block : network.layout().blocks()) {
            for (int k = 0; k < support.length; k++) {
                if (block.role() == Role.WEIGHT && support[k] >= block.offset() && support[k] < block.end()) {
                    variance[k] = (float) (0.01 + 0.2 * key.uniform(k));
                }
            }
        }
        SpreadGrad expected = oracle.locallyReparameterised(support, mean, variance, key.fold(1), batch);
        SpreadGrad found = network.locallyReparameterised(support, mean, variance, key.fold(1), batch);
        assertEquals(expected.logLikSum(), found.logLikSum(), 1e-5 * (1 + Math.abs(expected.logLikSum())), where);
        assertArrayEquals(
                expected.meanGradient(), found.meanGradient(), 1e-5f * largest(expected.meanGradient()), where);
        assertArrayEquals(
                expected.spreadGradient(), found.spreadGradient(), 1e-5f * largest(expected.spreadGradient()), where);
    }

    private static float largest(float[] gradient) {
        float largest = 1e-3f;
        for (float each : gradient) {
            largest = Math.max(largest, Math.abs(each));
        }
        return largest;
    }

    /** The streamed gradient, with a check that no parameter comes twice. */
    private static float[] whole(KernelNetwork network, int[] support, float[] values, Batch batch) {
        float[] whole = new float[network.layout().dimension()];
        boolean[] taken = new boolean[whole.length];
        double logLik = network.wholeGradient(support, values, batch, (offset, piece, length) -> {
            for (int i = 0; i < length; i++) {
                assertFalse(taken[offset + i], "parameter " + (offset + i) + " comes twice");
                taken[offset + i] = true;
                whole[offset + i] = piece[i];
            }
        });
        assertEquals(network.onSupport(support, values, batch).logLikSum(), logLik);
        return whole;
    }

    @Test
    void sparseRows_giveWhatTheSameRowsGiveWrittenOut() {
        for (String layers : List.of("dense 7;relu;dense 5;tanh", "flatten;dense 6;gelu")) {
            for (int rows : new int[] {1, 5, 16, 150}) {
                for (double density : new double[] {1, 0.3, 0}) {
                    sparseRowsAgree(spec(layers, new Categorical(3)), density, rows, 31L * rows + layers.length());
                }
            }
        }
    }

    private static void sparseRowsAgree(NetworkSpec spec, double density, int rows, long seed) {
        String where = spec + " density=" + density + " rows=" + rows + " seed=" + seed;
        Key key = Key.of(seed);
        KernelNetwork network = new KernelNetwork(spec);
        int[] support = Problems.support(network.layout(), density, key.fold(1));
        float[] values = new float[support.length];
        key.fold(2).gaussians(values);
        Batch full = batch(rows, spec.observation(), key.fold(3));
        float[] features = full.features().dense();
        for (int i = 0; i < features.length; i++) {
            // The last row is empty.
            boolean kept = i < features.length - full.width() && key.fold(4).uniform(i) < 0.1;
            features[i] = kept ? features[i] : 0;
        }
        Batch sparse = new Batch(RowsOf.sparse(features, full.width()), full.targets());
        ValueGrad expected = network.onSupport(support, values, full);
        ValueGrad found = network.onSupport(support, values, sparse);
        float scale = 1e-3f;
        for (float each : expected.gradient()) {
            scale = Math.max(scale, Math.abs(each));
        }
        assertEquals(expected.logLikSum(), found.logLikSum(), 1e-5 * (1 + Math.abs(expected.logLikSum())), where);
        assertArrayEquals(expected.gradient(), found.gradient(), 1e-5f * scale, where);
        assertArrayEquals(
                whole(network, support, values, full), whole(network, support, values, sparse), 2e-5f * scale, where);
        float[] variance = new float[values.length];
        for (int k = 0; k < variance.length; k++) {
            variance[k] = 0.1f * values[k] * values[k];
        }
        SpreadGrad written = network.locallyReparameterised(support, values, variance, key.fold(5), full);
        SpreadGrad kept = network.locallyReparameterised(support, values, variance, key.fold(5), sparse);
        assertEquals(written.logLikSum(), kept.logLikSum(), 1e-5 * (1 + Math.abs(written.logLikSum())), where);
        assertArrayEquals(written.meanGradient(), kept.meanGradient(), 1e-5f * largest(written.meanGradient()), where);
        assertArrayEquals(
                written.spreadGradient(), kept.spreadGradient(), 2e-5f * largest(written.spreadGradient()), where);
        assertArrayEquals(
                network.outputs(support, values, full.features()),
                network.outputs(support, values, sparse.features()),
                1e-4f,
                where);
    }

    @Test
    void sparseRows_needADenseFirstLayer_andAnEngineWithKernels() {
        Batch sparse = new Batch(RowsOf.sparse(new float[288], 144), new float[2]);
        KernelNetwork images = new KernelNetwork(spec("conv2d 3 kernel=3;relu", new Categorical(3)));
        String conv = Problems.refusal(
                () -> images.valueGrad(new float[images.layout().dimension()], sparse));
        assertTrue(conv.startsWith("network: sparse rows need a dense first layer: layer=conv2d 3"), conv);
        SameDiffNetwork graph = new SameDiffNetwork(spec("dense 4;relu", new Categorical(3)));
        String dense =
                Problems.refusal(() -> graph.valueGrad(new float[graph.layout().dimension()], sparse));
        assertTrue(dense.startsWith("features: this needs dense rows: rows=2 width=144"), dense);
    }

    private static Batch batch(int rows, ObservationModel observation, Key key) {
        int width = 144;
        float[] features = new float[rows * width];
        key.gaussians(features);
        float[] targets = new float[rows];
        for (int i = 0; i < rows; i++) {
            int most = observation instanceof Categorical ? 3 : 2;
            targets[i] = (int) (key.fold(9).uniform(i) * most);
        }
        return new Batch(features, targets, width);
    }
}
