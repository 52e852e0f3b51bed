package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.data.Batch;
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
import org.junit.jupiter.params.provider.MethodSource;

final class SameDiffNetworkTest {

    private static final long SEED = Long.getLong("seed", 7);
    private static final List<Integer> ROW = List.of(5);
    private static final List<Integer> IMAGE = List.of(2, 6, 6);

    static Stream<Arguments> layers() {
        return Stream.of(
                Arguments.of(ROW, "dense 4"),
                Arguments.of(ROW, "dense 4;relu"),
                Arguments.of(ROW, "dense 4;tanh;dense 3;tanh"),
                Arguments.of(ROW, "dense 4;softplus"),
                Arguments.of(ROW, "dense 4;gelu"),
                Arguments.of(ROW, "dense 4;batch-norm;tanh"),
                Arguments.of(ROW, "dense 4;layer-norm;tanh"),
                Arguments.of(IMAGE, "flatten;dense 3;tanh"),
                Arguments.of(IMAGE, "conv2d 3;tanh"),
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

    private static void check(SameDiffNetwork network, String what) {
        System.out.println("seed=" + SEED + " " + what);
        Key key = Key.of(SEED);
        float[] theta = Problems.theta(network.layout(), key.fold(0));
        Batch batch = Problems.batch(network.observation(), network.spec().features(), 6, key.fold(1));
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
                        2e-3,
                        5e-3));
        float[] again = network.valueGrad(theta, batch).gradient();
        assertArrayEquals(result.gradient(), again, () -> what + " is repeatable" + Arrays.toString(again));
    }
}
