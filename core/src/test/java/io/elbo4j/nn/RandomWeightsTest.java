package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Local reparameterisation and flipout. */
final class RandomWeightsTest {

    private static final long SEED = Long.getLong("seed", 11);
    private static final List<Integer> ROW = List.of(5);
    private static final List<Integer> IMAGE = List.of(2, 6, 6);

    /** One of the two ways to use a mean and a spread. */
    private interface Way {
        SpreadGrad of(SameDiffNetwork network, float[] mean, float[] spread, Key key, Batch batch);
    }

    private static final Way LOCAL = SameDiffNetwork::locallyReparameterised;
    private static final Way FLIPOUT = SameDiffNetwork::flipout;

    static Stream<Arguments> networks() {
        return Stream.of(
                        Arguments.of(ROW, "dense 4;tanh"),
                        Arguments.of(ROW, "dense 4;batch-norm;tanh"),
                        Arguments.of(IMAGE, "conv2d 2;tanh;avg-pool 2;dense 3;tanh"),
                        Arguments.of(IMAGE, "conv2d 2 padding=same stride=2;layer-norm;tanh"))
                .flatMap(network -> Stream.of("local", "flipout")
                        .map(way -> Arguments.of(network.get()[0], network.get()[1], way)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void spreadGrad_withOneKey_equalsFiniteDifferences(List<Integer> input, String layers, String name) {
        System.out.println("seed=" + SEED + " " + layers + " " + name);
        Way way = name.equals("local") ? LOCAL : FLIPOUT;
        SameDiffNetwork network = Problems.network(input, new Categorical(3), layers.split(";"));
        Key key = Key.of(SEED);
        float[] mean = Problems.theta(network.layout(), key.fold(0));
        float[] spread = spread(network, key.fold(1));
        for (int rows : new int[] {6, 1}) {
            Batch batch = Problems.batch(network.observation(), network.spec().features(), rows, key.fold(2));
            check(layers, way, network, mean, spread, key, batch);
        }
    }

    private static void check(
            String layers, Way way, SameDiffNetwork network, float[] mean, float[] spread, Key key, Batch batch) {
        SpreadGrad result = way.of(network, mean, spread, key, batch);
        for (ParameterBlock block : network.layout().blocks()) {
            if (block.role() != Role.STATISTIC) {
                FiniteDifference.check(
                        layers + " mean of " + block.name(),
                        point -> way.of(network, point, spread, key, batch).logLikSum(),
                        mean,
                        result.meanGradient(),
                        block.offset(),
                        block.end(),
                        5e-4,
                        5e-3);
            }
            if (block.role() == Role.WEIGHT) {
                FiniteDifference.check(
                        layers + " spread of " + block.name(),
                        point -> way.of(network, mean, point, key, batch).logLikSum(),
                        spread,
                        result.spreadGradient(),
                        block.offset(),
                        block.end(),
                        5e-4,
                        1e-2);
            } else {
                assertArrayEquals(
                        new float[block.size()],
                        Arrays.copyOfRange(result.spreadGradient(), block.offset(), block.end()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void spreadGrad_withoutSpread_equalsValueGrad(List<Integer> input, String layers, String name) {
        Way way = name.equals("local") ? LOCAL : FLIPOUT;
        SameDiffNetwork network = Problems.network(input, new Categorical(3), layers.split(";"));
        Key key = Key.of(SEED);
        float[] mean = Problems.theta(network.layout(), key.fold(0));
        Batch batch = Problems.batch(network.observation(), network.spec().features(), 6, key.fold(2));
        ValueGrad expected = network.valueGrad(mean, batch);
        SpreadGrad result = way.of(network, mean, new float[mean.length], key, batch);
        assertEquals(expected.logLikSum(), result.logLikSum(), 1e-5);
        assertArrayEquals(expected.gradient(), result.meanGradient(), 1e-4f);
    }

    @Test
    void locallyReparameterised_ofOneLayer_hasMeanAndVarianceOfWeightedSum() {
        // Weights N(mean, variance), x fixed: the output is N(mean·x + b, variance·x²).
        float[] x = {1, -2, 0.5f};
        double[] moments =
                moments(LOCAL, x, new float[] {0.3f, -0.1f, 0.8f, 0.2f}, new float[] {0.04f, 0.09f, 0.25f, 0});
        assertEquals(0.3 + 0.2 + 0.4 + 0.2, moments[0], 4 * Math.sqrt(0.4625 / ROWS));
        assertEquals(0.04 + 0.36 + 0.0625, moments[1], 4 * 0.4625 * Math.sqrt(2.0 / ROWS));
    }

    @Test
    void flipout_ofOneLayer_hasMeanAndVarianceOfSignedPerturbation() {
        // Independent signs: the output has mean mean·x + b and variance Σ perturbation² x².
        float[] x = {1, -2, 0.5f};
        double[] moments =
                moments(FLIPOUT, x, new float[] {0.3f, -0.1f, 0.8f, 0.2f}, new float[] {0.2f, 0.3f, 0.5f, 0});
        assertEquals(0.3 + 0.2 + 0.4 + 0.2, moments[0], 4 * Math.sqrt(0.4625 / ROWS));
        assertEquals(0.04 + 0.36 + 0.0625, moments[1], 4 * 0.4625 * Math.sqrt(2.0 / ROWS));
    }

    private static final int ROWS = 20_000;

    /** Mean and variance of the output over many equal rows, from the gradient of the bias and the value. */
    private static double[] moments(Way way, float[] x, float[] mean, float[] spread) {
        System.out.println("seed=" + SEED);
        SameDiffNetwork network = Problems.network(List.of(3), new GaussianFixedNoise(1));
        float[] rows = new float[ROWS * 3];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = x[i % 3];
        }
        SpreadGrad result = way.of(network, mean, spread, Key.of(SEED), new Batch(rows, new float[ROWS], 3));
        // With target 0 and noise variance 1: the bias' gradient is −Σ output, the value −Σ (ln 2π + output²) / 2.
        double first = -result.meanGradient()[3] / ROWS;
        double second = -2 * result.logLikSum() / ROWS - Math.log(2 * Math.PI);
        return new double[] {first, second - first * first};
    }

    /** Numbers between 0.05 and 0.15 for weights: fit for a variance, and for a perturbation. */
    private static float[] spread(SameDiffNetwork network, Key key) {
        float[] spread = new float[network.layout().dimension()];
        for (ParameterBlock block : network.layout().weightBlocks()) {
            for (int i = block.offset(); i < block.end(); i++) {
                spread[i] = (float) (0.05 + 0.1 * key.uniform(i));
            }
        }
        return spread;
    }
}
