package io.elbo4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The products of a layer all of whose outputs read the same inputs, as those of dense networks do: what is read once serves four
 * outputs. Every sum keeps the order of {@link Kernels}, so the bits are those of the other kernels.
 */
final class VectorSharedReads {

    private static final VectorSpecies<Float> S = VectorKernels.S;
    private static final int L = S.length();
    private static final int LANES = Kernels.LANES;

    /** Outputs at a time. */
    private static final int ROWS = 4;

    /** Connections at a time. */
    private static final int CHUNK = 8;

    private VectorSharedReads() {}

    /** Whether they are of this kind, and enough. */
    static boolean serve(Connections layer) {
        return layer.full() && layer.rows() >= ROWS;
    }

    static void forward(Connections layer, float[] w, float[] bias, float[] x, float[] y, int lanes) {
        int positions = layer.positions();
        int width = layer.from()[1];
        for (int p = 0; p < positions; p++) {
            for (int v = 0; v < lanes; v += 2 * L) {
                int base = Kernels.start(x) + layer.shift()[p] * lanes + v;
                for (int r = 0; r < layer.rows(); r += ROWS) {
                    // The last outputs are computed again where four do not divide them.
                    int row = Math.min(r, layer.rows() - ROWS);
                    int out = Kernels.start(y) + (row * positions + p) * lanes + v;
                    if (v + 2 * L <= lanes) {
                        forwardPair(layer.input(), width, w, row, bias, x, base, lanes, y, out, positions * lanes);
                    } else {
                        forwardOne(layer.input(), width, w, row, bias, x, base, lanes, y, out, positions * lanes);
                    }
                }
            }
        }
    }

    private static void forwardPair(
            int[] input,
            int width,
            float[] w,
            int row,
            float[] bias,
            float[] x,
            int base,
            int lanes,
            float[] y,
            int out,
            int apart) {
        FloatVector a0 = FloatVector.broadcast(S, bias[row]);
        FloatVector b0 = FloatVector.broadcast(S, bias[row + 1]);
        FloatVector c0 = FloatVector.broadcast(S, bias[row + 2]);
        FloatVector d0 = FloatVector.broadcast(S, bias[row + 3]);
        FloatVector a1 = a0;
        FloatVector b1 = b0;
        FloatVector c1 = c0;
        FloatVector d1 = d0;
        int a = row * width;
        int b = a + width;
        int c = b + width;
        int d = c + width;
        for (int k = 0; k < width; k++) {
            int at = input[k] * lanes + base;
            FloatVector low = FloatVector.fromArray(S, x, at);
            FloatVector high = FloatVector.fromArray(S, x, at + L);
            FloatVector weight = FloatVector.broadcast(S, w[a + k]);
            a0 = low.fma(weight, a0);
            a1 = high.fma(weight, a1);
            weight = FloatVector.broadcast(S, w[b + k]);
            b0 = low.fma(weight, b0);
            b1 = high.fma(weight, b1);
            weight = FloatVector.broadcast(S, w[c + k]);
            c0 = low.fma(weight, c0);
            c1 = high.fma(weight, c1);
            weight = FloatVector.broadcast(S, w[d + k]);
            d0 = low.fma(weight, d0);
            d1 = high.fma(weight, d1);
        }
        a0.intoArray(y, out);
        a1.intoArray(y, out + L);
        b0.intoArray(y, out + apart);
        b1.intoArray(y, out + apart + L);
        c0.intoArray(y, out + 2 * apart);
        c1.intoArray(y, out + 2 * apart + L);
        d0.intoArray(y, out + 3 * apart);
        d1.intoArray(y, out + 3 * apart + L);
    }

    private static void forwardOne(
            int[] input,
            int width,
            float[] w,
            int row,
            float[] bias,
            float[] x,
            int base,
            int lanes,
            float[] y,
            int out,
            int apart) {
        FloatVector a0 = FloatVector.broadcast(S, bias[row]);
        FloatVector b0 = FloatVector.broadcast(S, bias[row + 1]);
        FloatVector c0 = FloatVector.broadcast(S, bias[row + 2]);
        FloatVector d0 = FloatVector.broadcast(S, bias[row + 3]);
        int a = row * width;
        int b = a + width;
        int c = b + width;
        int d = c + width;
        for (int k = 0; k < width; k++) {
            FloatVector each = FloatVector.fromArray(S, x, input[k] * lanes + base);
            a0 = each.fma(FloatVector.broadcast(S, w[a + k]), a0);
            b0 = each.fma(FloatVector.broadcast(S, w[b + k]), b0);
            c0 = each.fma(FloatVector.broadcast(S, w[c + k]), c0);
            d0 = each.fma(FloatVector.broadcast(S, w[d + k]), d0);
        }
        a0.intoArray(y, out);
        b0.intoArray(y, out + apart);
        c0.intoArray(y, out + 2 * apart);
        d0.intoArray(y, out + 3 * apart);
    }

    /** At one position, of all outputs but the last ones that are fewer than four; returns how many are done. */
    static int inputGradient(Connections layer, float[] w, float[] dy, float[] dx, int lanes, int position) {
        int positions = layer.positions();
        int width = layer.from()[1];
        int whole = layer.rows() / ROWS * ROWS;
        int base = Kernels.start(dx) + layer.shift()[position] * lanes;
        for (int v = 0; v < lanes; v += 2 * L) {
            for (int r = 0; r < whole; r += ROWS) {
                int out = Kernels.start(dy) + (r * positions + position) * lanes + v;
                if (v + 2 * L <= lanes) {
                    inputGradientPair(layer.input(), width, w, r, dy, out, positions * lanes, dx, base + v, lanes);
                } else {
                    inputGradientOne(layer.input(), width, w, r, dy, out, positions * lanes, dx, base + v, lanes);
                }
            }
        }
        return whole;
    }

    private static void inputGradientPair(
            int[] input,
            int width,
            float[] w,
            int row,
            float[] dy,
            int out,
            int apart,
            float[] dx,
            int base,
            int lanes) {
        FloatVector a0 = FloatVector.fromArray(S, dy, out);
        FloatVector a1 = FloatVector.fromArray(S, dy, out + L);
        FloatVector b0 = FloatVector.fromArray(S, dy, out + apart);
        FloatVector b1 = FloatVector.fromArray(S, dy, out + apart + L);
        FloatVector c0 = FloatVector.fromArray(S, dy, out + 2 * apart);
        FloatVector c1 = FloatVector.fromArray(S, dy, out + 2 * apart + L);
        FloatVector d0 = FloatVector.fromArray(S, dy, out + 3 * apart);
        FloatVector d1 = FloatVector.fromArray(S, dy, out + 3 * apart + L);
        int a = row * width;
        int b = a + width;
        int c = b + width;
        int d = c + width;
        for (int k = 0; k < width; k++) {
            int at = input[k] * lanes + base;
            FloatVector weight = FloatVector.broadcast(S, w[a + k]);
            FloatVector low = a0.fma(weight, FloatVector.fromArray(S, dx, at));
            FloatVector high = a1.fma(weight, FloatVector.fromArray(S, dx, at + L));
            weight = FloatVector.broadcast(S, w[b + k]);
            low = b0.fma(weight, low);
            high = b1.fma(weight, high);
            weight = FloatVector.broadcast(S, w[c + k]);
            low = c0.fma(weight, low);
            high = c1.fma(weight, high);
            weight = FloatVector.broadcast(S, w[d + k]);
            d0.fma(weight, low).intoArray(dx, at);
            d1.fma(weight, high).intoArray(dx, at + L);
        }
    }

    private static void inputGradientOne(
            int[] input,
            int width,
            float[] w,
            int row,
            float[] dy,
            int out,
            int apart,
            float[] dx,
            int base,
            int lanes) {
        FloatVector a0 = FloatVector.fromArray(S, dy, out);
        FloatVector b0 = FloatVector.fromArray(S, dy, out + apart);
        FloatVector c0 = FloatVector.fromArray(S, dy, out + 2 * apart);
        FloatVector d0 = FloatVector.fromArray(S, dy, out + 3 * apart);
        int a = row * width;
        int b = a + width;
        int c = b + width;
        int d = c + width;
        for (int k = 0; k < width; k++) {
            int at = input[k] * lanes + base;
            FloatVector sum = a0.fma(FloatVector.broadcast(S, w[a + k]), FloatVector.fromArray(S, dx, at));
            sum = b0.fma(FloatVector.broadcast(S, w[b + k]), sum);
            sum = c0.fma(FloatVector.broadcast(S, w[c + k]), sum);
            d0.fma(FloatVector.broadcast(S, w[d + k]), sum).intoArray(dx, at);
        }
    }

    static void weightGradient(Connections layer, float[] x, float[] dy, float[] dw, int lanes) {
        float[] sums = Kernels.activations(ROWS * CHUNK, LANES);
        int into = Kernels.start(sums);
        int in = Kernels.start(x);
        int[] input = layer.input();
        int width = layer.from()[1];
        int length = layer.positions() * lanes;
        // What eight connections read stays in the cache while all outputs stream by.
        for (int first = 0; first < width; first += CHUNK) {
            int count = Math.min(CHUNK, width - first);
            for (int r = 0; r < layer.rows(); r += ROWS) {
                int row = Math.min(r, layer.rows() - ROWS);
                int out = Kernels.start(dy) + row * length;
                for (int i = 0; i < count; i += 2) {
                    int a = in + input[first + i] * lanes;
                    // Behind the last connection, it is summed again.
                    int b = in + input[Math.min(first + i + 1, width - 1)] * lanes;
                    for (int l = 0; l < LANES; l += L) {
                        sums(a + l, b + l, layer.shift(), x, dy, out + l, lanes, length, sums, into + i * LANES + l);
                    }
                }
                for (int j = 0; j < ROWS; j++) {
                    Halving.halved(sums, into + j * CHUNK * LANES, count, dw, (row + j) * width + first);
                }
            }
        }
    }

    /** Two connections of four outputs, one vector of each block of sixteen. */
    private static void sums(
            int a, int b, int[] shift, float[] x, float[] dy, int out, int lanes, int length, float[] sums, int into) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        int position = 0;
        int in = shift[0] * lanes;
        int end = in + lanes;
        for (int n = 0; n < length; n += LANES) {
            FloatVector left = FloatVector.fromArray(S, x, a + in);
            FloatVector right = FloatVector.fromArray(S, x, b + in);
            FloatVector part = FloatVector.fromArray(S, dy, out + n);
            a0 = left.fma(part, a0);
            b0 = right.fma(part, b0);
            part = FloatVector.fromArray(S, dy, out + length + n);
            a1 = left.fma(part, a1);
            b1 = right.fma(part, b1);
            part = FloatVector.fromArray(S, dy, out + 2 * length + n);
            a2 = left.fma(part, a2);
            b2 = right.fma(part, b2);
            part = FloatVector.fromArray(S, dy, out + 3 * length + n);
            a3 = left.fma(part, a3);
            b3 = right.fma(part, b3);
            in += LANES;
            if (in == end && ++position < shift.length) {
                in = shift[position] * lanes;
                end = in + lanes;
            }
        }
        int next = CHUNK * LANES;
        a0.intoArray(sums, into);
        b0.intoArray(sums, into + LANES);
        a1.intoArray(sums, into + next);
        b1.intoArray(sums, into + next + LANES);
        a2.intoArray(sums, into + 2 * next);
        b2.intoArray(sums, into + 2 * next + LANES);
        a3.intoArray(sums, into + 3 * next);
        b3.intoArray(sums, into + 3 * next + LANES);
    }
}
