package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.data.Batch;
import io.elbo4j.data.DenseFeatures;
import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.Poisson;
import io.elbo4j.density.Role;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SameDiffNetworkTest {

    private static final long SEED = Long.getLong("seed", 7);
    private static final List<Integer> ROW = List.of(5);
    private static final List<Integer> IMAGE = List.of(2, 6, 6);

    static Stream<Arguments> layers() {
        return Stream.of(
                Arguments.of(List.of(1), "dense 1;tanh"),
                Arguments.of(ROW, "dense 1;tanh;dense 4"),
                Arguments.of(ROW, "dense 4;relu"),
                Arguments.of(ROW, "dense 4;tanh;dense 3;tanh"),
                Arguments.of(ROW, "dense 4;softplus"),
                Arguments.of(ROW, "dense 4;gelu"),
                Arguments.of(ROW, "dense 4;batch-norm;tanh"),
                Arguments.of(ROW, "dense 4;layer-norm;tanh"),
                Arguments.of(IMAGE, "flatten;dense 3;tanh"),
                Arguments.of(IMAGE, "conv2d 3 kernel=6;tanh"),
                Arguments.of(List.of(1, 3, 3), "conv2d 1 kernel=3;tanh"),
                Arguments.of(IMAGE, "conv2d 3 padding=same;tanh;flatten"),
                Arguments.of(IMAGE, "conv2d 3 kernel=2 stride=2;tanh;conv2d 2 padding=same stride=2;tanh;dense 3"),
                Arguments.of(IMAGE, "conv2d 3;tanh;max-pool 2"),
                Arguments.of(IMAGE, "conv2d 3;tanh;avg-pool 2 stride=1"),
                Arguments.of(IMAGE, "conv2d 3;batch-norm;tanh"),
                Arguments.of(IMAGE, "conv2d 3;layer-norm;tanh"));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void valueGrad_ofEachLayer_equalsFiniteDifferences(List<Integer> input, String layers) {
        check(Problems.network(input, new Categorical(3), layers.split(";")), layers);
    }

    static Stream<Arguments> severalLayers() {
        return Stream.of(
                Arguments.of(ROW, "dense 4;layer-norm;softplus;dense 3;gelu"),
                Arguments.of(ROW, "dense 4;batch-norm;tanh"),
                Arguments.of(IMAGE, "conv2d 3 padding=same;relu;avg-pool 2;flatten;dense 3"),
                Arguments.of(IMAGE, "conv2d 3;batch-norm;tanh;max-pool 2"));
    }

    /** The first pass is SameDiff's own, later ones repeat it; other rows begin anew. */
    @ParameterizedTest
    @MethodSource("severalLayers")
    void laterPasses_haveTheBitsOfTheFirst(List<Integer> input, String layers) {
        Categorical observation = new Categorical(2);
        SameDiffNetwork network = Problems.network(input, observation, layers.split(";"));
        int features = network.spec().features();
        Key key = Key.of(SEED);
        float[] theta = Problems.theta(network.layout(), key);
        float[] other = Problems.theta(network.layout(), key.fold(1));
        Batch batch = Problems.batch(observation, features, 3, key);
        float[] variance = new float[theta.length];
        Arrays.fill(variance, 0.01f);
        float[] first = network.valueGrad(theta, batch).gradient();
        float[] noisy =
                network.locallyReparameterised(theta, variance, key, batch).spreadGradient();
        float[] outputs = network.outputs(theta, batch.features());
        for (int rows : new int[] {3, 2}) {
            Batch rest = Problems.batch(observation, features, rows, key.fold(rows));
            network.valueGrad(other, rest);
            network.locallyReparameterised(other, variance, key, rest);
            network.outputs(other, rest.features());
            assertArrayEquals(first, network.valueGrad(theta, batch).gradient(), layers + " seed=" + SEED);
            assertArrayEquals(
                    noisy,
                    network.locallyReparameterised(theta, variance, key, batch).spreadGradient(),
                    layers + " seed=" + SEED);
            assertArrayEquals(outputs, network.outputs(theta, batch.features()), layers + " seed=" + SEED);
        }
    }

    static Stream<ObservationModel> observations() {
        return Stream.of(
                new Categorical(4),
                new Bernoulli(),
                new Poisson(),
                new GaussianFixedNoise(0.25),
                new GaussianLearnedNoise(),
                new GaussianInputNoise());
    }

    @ParameterizedTest
    @MethodSource("observations")
    void valueGrad_ofEachObservation_equalsFiniteDifferences(ObservationModel observation) {
        check(Problems.network(ROW, observation, "dense 4", "tanh"), observation.toString());
    }

    @ParameterizedTest
    @MethodSource("observations")
    void valueGrad_withoutBatchNorm_sumsLogLikOfOutputs(ObservationModel observation) {
        SameDiffNetwork network = Problems.network(ROW, observation, "dense 4", "tanh");
        Key key = Key.of(SEED);
        float[] theta = Problems.theta(network.layout(), key.fold(0));
        for (int rows : new int[] {5, 3, 5, 1, 0}) {
            Batch batch = Problems.batch(observation, 5, rows, key.fold(1));
            float[] outputs = network.outputs(theta, batch);
            double expected = 0;
            for (int i = 0; i < rows; i++) {
                expected += observation.logLik(
                        outputs, i * observation.outputs(), batch.targets()[i], theta[theta.length - 1]);
            }
            assertEquals(expected, network.valueGrad(theta, batch).logLikSum(), 1e-5 * Math.max(1, -expected));
        }
    }

    @ParameterizedTest
    @CsvSource({"relu,0,1", "tanh,-1,1", "softplus,0,1", "gelu,0,1"})
    void outputs_ofActivation_areExactFarFromZero(String function, float below, float above) {
        // Weights 1 and 1: the output is the activation of x, with limits below · 1 and, but for tanh, above · x.
        SameDiffNetwork network = Problems.network(List.of(1), new GaussianFixedNoise(1), "dense 1", function);
        float[] theta = {1, 0, 1, 0};
        float far = 1000;
        float limit = function.equals("tanh") ? 1 : above * far;
        assertArrayEquals(
                new float[] {below, limit},
                network.outputs(theta, new DenseFeatures(new float[] {-far, far}, 1)),
                1e-6f);
        // One row at each end, with a residual of 1: the gradient of the inner bias is the slope.
        float[] low = network.valueGrad(theta, new Batch(new float[] {-far}, new float[] {below + 1}, 1))
                .gradient();
        float[] high = network.valueGrad(theta, new Batch(new float[] {far}, new float[] {limit + 1}, 1))
                .gradient();
        assertEquals(0, low[1], 1e-6);
        assertEquals(function.equals("tanh") ? 0 : 1, high[1], 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"relu,0,2", "tanh,0,0.9640276", "softplus,0.6931472,2.1269280", "gelu,0,1.9545977"})
    void outputs_ofActivation_equalKnownValues(String function, float atZero, float atTwo) {
        SameDiffNetwork network = Problems.network(List.of(1), new GaussianFixedNoise(1), "dense 1", function);
        float[] found = network.outputs(new float[] {1, 0, 1, 0}, new DenseFeatures(new float[] {0, 2}, 1));
        assertArrayEquals(new float[] {atZero, atTwo}, found, 1e-5f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv2d 3",
                "conv2d 3 padding=same",
                "conv2d 3 kernel=4 stride=3 padding=same",
                "conv2d 3 kernel=2 stride=3",
                "conv2d 2 kernel=5 stride=2 padding=same"
            })
    void firstConvolution_overPatches_equalsConvolutionOfImages(String convolution) {
        // A pool of one place changes nothing, but keeps the convolution from being the first layer.
        SameDiffNetwork patches = Problems.network(List.of(2, 7, 5), new Categorical(3), convolution, "tanh");
        SameDiffNetwork images =
                Problems.network(List.of(2, 7, 5), new Categorical(3), "max-pool 1", convolution, "tanh");
        Key key = Key.of(SEED);
        float[] theta = Problems.theta(patches.layout(), key.fold(0));
        Batch batch = Problems.batch(patches.observation(), 70, 4, key.fold(1));
        assertArrayEquals(images.outputs(theta, batch), patches.outputs(theta, batch), 1e-5f);
        assertArrayEquals(
                images.valueGrad(theta, batch).gradient(),
                patches.valueGrad(theta, batch).gradient(),
                1e-4f);
    }

    private static void check(SameDiffNetwork network, String what) {
        System.out.println("seed=" + SEED + " " + what);
        Key key = Key.of(SEED);
        float[] theta = Problems.theta(network.layout(), key.fold(0));
        for (int rows : new int[] {6, 1}) {
            check(
                    network,
                    what,
                    theta,
                    Problems.batch(network.observation(), network.spec().features(), rows, key));
        }
    }

    private static void check(SameDiffNetwork network, String what, float[] theta, Batch batch) {
        ValueGrad result = network.valueGrad(theta, batch);
        network.layout().blocks().stream()
                .filter(block -> block.role() != Role.STATISTIC)
                .forEach(block -> FiniteDifference.check(
                        what + " " + block.name(),
                        point -> network.valueGrad(point, batch).logLikSum(),
                        theta,
                        result.gradient(),
                        block.offset(),
                        block.end(),
                        5e-4,
                        5e-3));
        float[] again = network.valueGrad(theta, batch).gradient();
        assertArrayEquals(result.gradient(), again, () -> what + " is repeatable" + Arrays.toString(again));
    }
}
