package io.elbo4j.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import org.junit.jupiter.api.Test;

/** The fast kernels against the plain ones, and the plain ones against sums written out. */
class KernelsTest {

    private static final int[] LANES = {16, 48, 64, 128, 176};

    @Test
    void fastest_areTheVectorKernelsWhereTheModuleIs() {
        assertNotEquals(PlainKernels.class, Kernels.fastest().getClass());
    }

    @Test
    void forward_hasTheBitsOfPlainLoops() {
        Forall.seeds(20, seed -> {
            Layer layer = new Layer(seed);
            float[] plain = layer.outputs();
            float[] fast = layer.outputs();
            new PlainKernels().forward(layer.connections, layer.w, layer.bias, layer.x, plain, layer.lanes);
            Kernels.fastest().forward(layer.connections, layer.w, layer.bias, layer.x, fast, layer.lanes);
            assertArrayEquals(plain, fast);
        });
    }

    @Test
    void weightGradient_hasTheBitsOfPlainLoops() {
        Forall.seeds(20, seed -> {
            Layer layer = new Layer(seed);
            float[] plain = new float[layer.connections.count()];
            float[] fast = new float[layer.connections.count()];
            new PlainKernels().weightGradient(layer.connections, layer.x, layer.dy, plain, layer.lanes);
            Kernels.fastest().weightGradient(layer.connections, layer.x, layer.dy, fast, layer.lanes);
            assertArrayEquals(plain, fast);
        });
    }

    @Test
    void inputGradient_hasTheBitsOfPlainLoops_andAdds() {
        Forall.seeds(20, seed -> {
            Layer layer = new Layer(seed);
            float[] plain = layer.x.clone();
            float[] fast = layer.x.clone();
            new PlainKernels().inputGradient(layer.connections, layer.w, layer.dy, plain, layer.lanes);
            Kernels.fastest().inputGradient(layer.connections, layer.w, layer.dy, fast, layer.lanes);
            assertArrayEquals(plain, fast);
        });
    }

    @Test
    void biasGradient_hasTheBitsOfPlainLoops_andIsTheSum() {
        Forall.seeds(20, seed -> {
            Layer layer = new Layer(seed);
            int rows = layer.connections.rows();
            float[] plain = new float[rows];
            float[] fast = new float[rows];
            new PlainKernels().biasGradient(layer.connections, layer.dy, plain, layer.lanes);
            Kernels.fastest().biasGradient(layer.connections, layer.dy, fast, layer.lanes);
            assertArrayEquals(plain, fast);
            int perRow = layer.connections.positions() * layer.lanes;
            for (int r = 0; r < rows; r++) {
                double sum = 0;
                for (int i = r * perRow; i < (r + 1) * perRow; i++) {
                    sum += layer.dy[layer.start + i];
                }
                assertEquals(sum, fast[r], 1e-3);
            }
        });
    }

    @Test
    void full_isALayerAllOfWhoseOutputsReadTheSameOnce() {
        int[] shift = {0, 1};
        int[] all = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
        int[] from = {0, 3, 6, 9, 12};
        assertTrue(new Connections(4, from, all, shift, 4).full());
        assertTrue(new Connections(4, from, all, new int[1], 4).full(), "one position");
        assertFalse(new Connections(3, new int[] {0, 4, 8, 12}, all, shift, 4).full(), "0 twice");
        int[] other = all.clone();
        other[11] = 3;
        assertFalse(new Connections(4, from, other, shift, 5).full(), "an output reads another input");
        assertFalse(new Connections(4, new int[] {0, 3, 5, 9, 12}, all, shift, 4).full(), "uneven");
        assertFalse(new Connections(4, new int[5], new int[0], shift, 4).full(), "nothing");
        assertFalse(new Connections(0, new int[1], new int[0], shift, 4).full(), "no output");
    }

    @Test
    void weightGradient_ofManyConnections_hasTheBitsOfPlainLoops() {
        int inputs = 600;
        int[] input = new int[2 * inputs];
        java.util.Arrays.setAll(input, i -> i % inputs);
        Connections dense = new Connections(2, new int[] {0, inputs, 2 * inputs}, input, new int[1], inputs);
        float[] x = Layer.drawn(Key.of(1), inputs * 144);
        float[] dy = Layer.drawn(Key.of(2), 2 * 144);
        float[] plain = new float[2 * inputs];
        float[] fast = new float[2 * inputs];
        new PlainKernels().weightGradient(dense, x, dy, plain, 144);
        Kernels.fastest().weightGradient(dense, x, dy, fast, 144);
        assertArrayEquals(plain, fast);
    }

    @Test
    void maximum_andItsGradient_haveTheBitsOfPlainLoops_andGoToOneHolder() {
        Forall.seeds(20, seed -> {
            Layer layer = new Layer(seed);
            // Ties, as behind a rectifier.
            for (int i = 0; i < layer.x.length; i++) {
                layer.x[i] = Math.max(layer.x[i], 0.3f);
            }
            float[][] y = {layer.outputs(), layer.outputs()};
            float[][] dx = {new float[layer.x.length], new float[layer.x.length]};
            Kernels[] both = {new PlainKernels(), Kernels.fastest()};
            for (int i = 0; i < 2; i++) {
                both[i].maximum(layer.connections, layer.x, y[i], layer.lanes);
                both[i].maximumGradient(layer.connections, layer.x, y[i], layer.dy, dx[i], layer.lanes);
            }
            assertArrayEquals(y[0], y[1]);
            assertArrayEquals(dx[0], dx[1]);
            double sent = 0;
            for (int at = layer.start; at < layer.dy.length; at++) {
                sent += y[0][at] > Float.NEGATIVE_INFINITY ? layer.dy[at] : 0;
            }
            double received = 0;
            for (float each : dx[1]) {
                received += each;
            }
            assertEquals(sent, received, 1e-2);
        });
    }

    @Test
    void arraysThatAreTooShort_areRefusedBeforeMemoryIsTouched() {
        Layer layer = new Layer(3);
        float[] y = layer.outputs();
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> Kernels.fastest()
                                .forward(layer.connections, layer.w, layer.bias, new float[5], y, layer.lanes))
                .getMessage());
        assertTrue(message.startsWith("kernels: arrays too short: lanes=" + layer.lanes), message);
    }

    @Test
    void plainForward_isTheSumThatItSays() {
        Layer layer = new Layer(7);
        float[] y = layer.outputs();
        new PlainKernels().forward(layer.connections, layer.w, layer.bias, layer.x, y, layer.lanes);
        int positions = layer.connections.positions();
        for (int r = 0; r < layer.connections.rows(); r++) {
            for (int p = 0; p < positions; p++) {
                for (int b = 0; b < layer.lanes; b++) {
                    double sum = layer.bias[r];
                    for (int k = layer.connections.from()[r];
                            k < layer.connections.from()[r + 1];
                            k++) {
                        int in =
                                layer.connections.input()[k] + layer.connections.shift()[p];
                        sum += (double) layer.w[k] * layer.x[layer.start + in * layer.lanes + b];
                    }
                    assertEquals(sum, y[layer.start + (r * positions + p) * layer.lanes + b], 1e-4);
                }
            }
        }
    }

    /** ⟨dy, forward(x)⟩ is linear in x and in w: both gradients are its derivatives. */
    @Test
    void gradients_areAdjointToForward() {
        Forall.seeds(20, seed -> {
            Layer layer = new Layer(seed);
            float[] y = layer.outputs();
            Kernels kernels = Kernels.fastest();
            kernels.forward(layer.connections, layer.w, new float[layer.bias.length], layer.x, y, layer.lanes);
            double value = dot(y, layer.dy, layer.start);
            float[] dw = new float[layer.w.length];
            kernels.weightGradient(layer.connections, layer.x, layer.dy, dw, layer.lanes);
            float[] dx = new float[layer.x.length];
            kernels.inputGradient(layer.connections, layer.w, layer.dy, dx, layer.lanes);
            double scale = 1e-4 * (1 + Math.sqrt(dot(y, y, layer.start) * dot(layer.dy, layer.dy, layer.start)));
            assertEquals(value, dot(dw, layer.w, 0), scale);
            assertEquals(value, dot(dx, layer.x, layer.start), scale);
        });
    }

    @Test
    void transposed_readsTheSameConnectionsFromTheOtherSide() {
        Connections connections = new Connections(3, new int[] {0, 2, 2, 4}, new int[] {0, 3, 1, 3}, new int[1], 5);
        int[] order = new int[4];
        Connections other = connections.transposed(order);
        assertArrayEquals(new int[] {0, 1, 2, 2, 4, 4}, other.from());
        assertArrayEquals(new int[] {0, 2, 0, 2}, other.input());
        assertArrayEquals(new int[] {0, 2, 1, 3}, order);
    }

    @Test
    void connections_outOfRange_areRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new Connections(1, new int[] {0, 1}, new int[] {4}, new int[] {0, 1}, 5));
        assertTrue(String.valueOf(e.getMessage())
                .startsWith("connections: out of range: rows=1 connections=1 positions=2 inputs=5;"));
    }

    @Test
    void lanes_roundUpToWholeVectors() {
        assertEquals(16, Kernels.lanes(1));
        assertEquals(64, Kernels.lanes(50));
        assertEquals(64, Kernels.lanes(64));
    }

    private static double dot(float[] left, float[] right, int start) {
        double sum = 0;
        for (int i = start; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }

    @Test
    void activations_beginWhereTheirLengthSays() {
        float[] activations = Kernels.activations(3, 32);
        assertEquals(Kernels.LEAD, Kernels.start(activations));
        assertEquals(Kernels.LEAD + 3 * 32, activations.length);
        assertEquals(0, Kernels.start(new float[96]), "without a lead");
    }

    /**
     * A random layer: dense or windowed, with an empty row or, every third one, with all connections; activations begin anywhere. What lies
     * before them is not a number, so that whoever reads it shows it.
     */
    private static final class Layer {

        private final Connections connections;
        private final int lanes;
        private final int start;
        private final float[] w;
        private final float[] bias;
        private final float[] x;
        private final float[] dy;

        Layer(long seed) {
            Key key = Key.of(seed);
            lanes = LANES[Math.floorMod(seed, LANES.length)];
            int rows = 3 + (int) (key.uniform(0) * 6);
            int window = 12;
            int[] shift = key.uniform(1) < 0.5 ? new int[1] : new int[] {0, 1, 5, 6, 7};
            int[] from = new int[rows + 1];
            int[] input = new int[rows * window];
            int count = 0;
            boolean full = seed % 3 == 0;
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < window; i++) {
                    if (full || (r != 1 && key.fold(r).uniform(i) < 0.6)) {
                        input[count++] = i;
                    }
                }
                from[r + 1] = count;
            }
            int inputs = window + 7;
            connections = new Connections(rows, from, java.util.Arrays.copyOf(input, count), shift, inputs);
            w = drawn(key.fold(100), count);
            bias = drawn(key.fold(101), rows);
            start = Math.floorMod(seed, Kernels.LANES);
            x = behind(start, drawn(key.fold(102), inputs * lanes));
            dy = behind(start, drawn(key.fold(103), rows * shift.length * lanes));
        }

        float[] outputs() {
            return new float[dy.length];
        }

        private static float[] behind(int start, float[] values) {
            float[] all = new float[start + values.length];
            java.util.Arrays.fill(all, 0, start, Float.NaN);
            System.arraycopy(values, 0, all, start, values.length);
            return all;
        }

        private static float[] drawn(Key key, int size) {
            float[] values = new float[size];
            key.gaussians(values);
            return values;
        }
    }
}
