package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.DenseFeatures;
import io.elbo4j.data.Features;
import io.elbo4j.data.RowsOf;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Normals in place of absent weights, against their variance in closed form. */
class KernelSpikesTest {

    private static final long SEED = 20261128;
    private static final int DRAWS = 4000;
    private static final float SD = 0.3f;

    /** A linear network, some of whose weights are there. */
    private record Sparse(KernelNetwork network, int[] support, float[] values) {

        static Sparse of(double density, String... layers) {
            KernelNetwork network = new KernelNetwork(Problems.spec(List.of(2, 5, 4), new Categorical(3), layers));
            int[] support = Problems.support(network.layout(), density, Key.of(SEED));
            float[] values = new float[support.length];
            Key.of(SEED).fold(1).gaussians(values);
            return new Sparse(network, support, values);
        }

        float[] outputs(float[] spikeSd, Features rows) {
            return network.outputs(support, values, spikeSd, rows);
        }

        /** θ with 1 where a weight of the block is absent, squared weights in the other blocks, and no biases. */
        float[] variancesOf(ParameterBlock spiked) {
            float[] theta = new float[network.layout().dimension()];
            Arrays.fill(theta, spiked.offset(), spiked.end(), 1);
            for (int k = 0; k < support.length; k++) {
                int i = support[k];
                boolean of = i >= spiked.offset() && i < spiked.end();
                boolean weight = network.layout().weightBlocks().stream()
                        .anyMatch(block -> i >= block.offset() && i < block.end());
                theta[i] = of || !weight ? 0 : values[k] * values[k];
            }
            return theta;
        }
    }

    private static DenseFeatures rows(int count) {
        float[] x = new float[count * 40];
        Key.of(SEED).fold(2).gaussians(x);
        return new DenseFeatures(x, 40);
    }

    private static DenseFeatures squared(DenseFeatures rows) {
        float[] x = rows.dense().clone();
        for (int i = 0; i < x.length; i++) {
            x[i] *= x[i];
        }
        return new DenseFeatures(x, 40);
    }

    @ParameterizedTest
    @CsvSource({"dense 6", "conv2d 3 kernel=3", "conv2d 3 kernel=4 padding=same stride=2"})
    void firstLayer_hasMeanAndVarianceOfItsAbsentWeights(String layer) {
        Sparse net = Sparse.of(0.4, layer);
        DenseFeatures rows = rows(3);
        float[] mean = net.network.outputs(net.support, net.values, rows);
        float[] variance = net.network.outputs(
                net.variancesOf(net.network.layout().weightBlocks().get(0)), squared(rows));
        agrees(net, new float[] {SD, 0}, rows, mean, variance);
    }

    @Test
    void lastLayer_hasMeanAndVarianceOfItsAbsentWeights() {
        Sparse net = Sparse.of(0.4);
        DenseFeatures rows = rows(3);
        float[] mean = net.network.outputs(net.support, net.values, rows);
        float[] variance = net.network.outputs(
                net.variancesOf(net.network.layout().weightBlocks().get(0)), squared(rows));
        agrees(net, new float[] {SD}, rows, mean, variance);
    }

    /** Each draw has another bias, by less than anybody sees, and so another name. */
    private static void agrees(Sparse net, float[] spikeSd, DenseFeatures rows, float[] mean, float[] variance) {
        System.out.println("seed=" + SEED);
        double[] sum = new double[mean.length];
        double[] squares = new double[mean.length];
        int bias = net.values.length - 1;
        float before = net.values[bias];
        for (int draw = 0; draw < DRAWS; draw++) {
            net.values[bias] = before + 1e-6f * draw;
            float[] drawn = net.outputs(spikeSd, rows);
            for (int i = 0; i < drawn.length; i++) {
                double off = drawn[i] - mean[i];
                sum[i] += off;
                squares[i] += off * off;
            }
        }
        for (int i = 0; i < mean.length; i++) {
            double expected = SD * SD * variance[i];
            assertTrue(expected > 0.01, "output " + i + " would have no noise");
            assertEquals(0, sum[i] / DRAWS, 5 * Math.sqrt(expected / DRAWS) + 0.005, "mean of output " + i);
            assertEquals(expected, squares[i] / DRAWS, 5 * expected * Math.sqrt(2.0 / DRAWS), "variance of " + i);
        }
    }

    @Test
    void outputsOfAUnit_areIndependent() {
        System.out.println("seed=" + SEED);
        Sparse net = Sparse.of(0);
        float[] x = new float[DRAWS * 40];
        Key.of(SEED).fold(3).gaussians(x);
        float[] drawn = net.outputs(new float[] {SD}, new DenseFeatures(x, 40));
        double[] products = new double[3];
        double[] biases = {net.values[0], net.values[1], net.values[2]};
        for (int row = 0; row < DRAWS; row++) {
            double norm = 0;
            for (int f = 0; f < 40; f++) {
                norm += SD * SD * x[row * 40 + f] * x[row * 40 + f];
            }
            for (int k = 0; k < 3; k++) {
                double one = drawn[row * 3 + k] - biases[k];
                double next = drawn[row * 3 + (k + 1) % 3] - biases[(k + 1) % 3];
                products[k] += one * next / norm / DRAWS;
            }
        }
        for (double product : products) {
            assertEquals(0, product, 5 / Math.sqrt(DRAWS));
        }
    }

    @Test
    void aRow_hasTheSameDrawInAnyCompany() {
        Sparse net = Sparse.of(0.3, "conv2d 3 kernel=3", "relu", "dense 5", "relu");
        float[] sds = {0.1f, 0.2f, 0.3f};
        DenseFeatures many = rows(150);
        float[] together = net.outputs(sds, many);
        for (int row : new int[] {0, 63, 64, 149}) {
            float[] alone = net.outputs(sds, many.select(new int[] {row}));
            assertArrayEquals(Arrays.copyOfRange(together, row * 3, row * 3 + 3), alone, "row " + row);
        }
        float[] twice = net.outputs(sds, many.select(new int[] {7, 9, 7}));
        assertArrayEquals(Arrays.copyOfRange(twice, 0, 3), Arrays.copyOfRange(twice, 6, 9));
        assertFalse(Arrays.equals(together, net.network.outputs(net.support, net.values, many)));
    }

    @Test
    void nothingIsAdded_whereNoWeightIsAbsent_orTheSdIsZero() {
        DenseFeatures rows = rows(20);
        Sparse whole = Sparse.of(1, "conv2d 3 kernel=3", "relu", "dense 5", "relu");
        assertArrayEquals(
                whole.network.outputs(whole.support, whole.values, rows),
                whole.outputs(new float[] {SD, SD, SD}, rows));
        Sparse some = Sparse.of(0.5, "conv2d 3 kernel=3", "relu", "dense 5", "relu");
        assertArrayEquals(some.network.outputs(some.support, some.values, rows), some.outputs(new float[3], rows));
    }

    @Test
    void rowsByTheirNonZeros_haveTheDrawOfTheSameRowsWrittenOut() {
        Sparse net = Sparse.of(0.3, "dense 6", "relu");
        float[] x = rows(70).dense();
        for (int i = 0; i < x.length; i++) {
            x[i] = Key.of(SEED).fold(4).uniform(i) < 0.2 ? x[i] : 0;
        }
        float[] sds = {0.2f, 0.1f};
        assertArrayEquals(net.outputs(sds, new DenseFeatures(x, 40)), net.outputs(sds, RowsOf.sparse(x, 40)), 1e-4f);
    }

    @Test
    void sdsOfAnotherNetwork_areAClearError() {
        Sparse net = Sparse.of(0.3, "dense 6", "relu");
        String message = Problems.refusal(() -> net.outputs(new float[3], rows(1)));
        assertEquals(
                "network: a standard deviation a layer: spikeSd=3 layers=[0.dense.weight, output.weight];"
                        + " give as many as layers",
                message);
    }
}
