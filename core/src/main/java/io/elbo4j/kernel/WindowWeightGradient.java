package io.elbo4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a convolution's weights. The sums of four connections stay in registers while all positions stream by; their
 * windows overlap, so what one reads is near for the next.
 */
final class WindowWeightGradient {

    private static final VectorSpecies<Float> S = VectorKernels.S;
    private static final int L = S.length();
    private static final int LANES = Kernels.LANES;

    private WindowWeightGradient() {}

    static void run(Connections layer, float[] x, float[] dy, float[] dw, int lanes) {
        float[] sums = Kernels.activations(8, LANES);
        int into = Kernels.start(sums);
        int in = Kernels.start(x);
        int[] input = layer.input();
        int length = layer.positions() * lanes;
        int most = 0;
        for (int r = 0; r < layer.rows(); r++) {
            most = Math.max(most, layer.from()[r + 1] - layer.from()[r]);
        }
        // What eight connections read stays in the cache while all rows stream by: they have many in common.
        for (int first = 0; first < most; first += 8) {
            for (int r = 0; r < layer.rows(); r++) {
                int end = layer.from()[r + 1];
                int k = layer.from()[r] + first;
                int count = Math.min(8, end - k);
                int out = Kernels.start(dy) + r * length;
                for (int i = 0; i < count; i += 4) {
                    // Behind the last connection, it is summed again.
                    int a = in + input[k + i] * lanes;
                    int b = in + input[Math.min(k + i + 1, end - 1)] * lanes;
                    int c = in + input[Math.min(k + i + 2, end - 1)] * lanes;
                    int d = in + input[Math.min(k + i + 3, end - 1)] * lanes;
                    sums(a, b, c, d, layer.shift(), x, dy, out, lanes, length, sums, into + i * LANES);
                }
                Halving.halved(sums, into, count, dw, k);
            }
        }
    }

    private static void sums(
            int a,
            int b,
            int c,
            int d,
            int[] shift,
            float[] x,
            float[] dy,
            int out,
            int lanes,
            int length,
            float[] sums,
            int into) {
        if (L == 8) {
            fourOfTwo(a, b, c, d, shift, x, dy, out, lanes, length, sums, into);
            return;
        }
        for (int l = 0; l < LANES; l += L) {
            fourOfOne(a + l, b + l, c + l, d + l, shift, x, dy, out + l, lanes, length, sums, into + l);
        }
    }

    /** Two vectors make up the sixteen places. */
    private static void fourOfTwo(
            int a,
            int b,
            int c,
            int d,
            int[] shift,
            float[] x,
            float[] dy,
            int out,
            int lanes,
            int length,
            float[] sums,
            int into) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector c0 = a0;
        FloatVector c1 = a0;
        FloatVector d0 = a0;
        FloatVector d1 = a0;
        int position = 0;
        int in = shift[0] * lanes;
        int end = in + lanes;
        for (int n = 0; n < length; n += 2 * L) {
            FloatVector low = FloatVector.fromArray(S, dy, out + n);
            FloatVector high = FloatVector.fromArray(S, dy, out + n + L);
            a0 = FloatVector.fromArray(S, x, a + in).fma(low, a0);
            a1 = FloatVector.fromArray(S, x, a + in + L).fma(high, a1);
            b0 = FloatVector.fromArray(S, x, b + in).fma(low, b0);
            b1 = FloatVector.fromArray(S, x, b + in + L).fma(high, b1);
            c0 = FloatVector.fromArray(S, x, c + in).fma(low, c0);
            c1 = FloatVector.fromArray(S, x, c + in + L).fma(high, c1);
            d0 = FloatVector.fromArray(S, x, d + in).fma(low, d0);
            d1 = FloatVector.fromArray(S, x, d + in + L).fma(high, d1);
            in += 2 * L;
            if (in == end && ++position < shift.length) {
                in = shift[position] * lanes;
                end = in + lanes;
            }
        }
        a0.intoArray(sums, into);
        a1.intoArray(sums, into + L);
        b0.intoArray(sums, into + LANES);
        b1.intoArray(sums, into + LANES + L);
        c0.intoArray(sums, into + 2 * LANES);
        c1.intoArray(sums, into + 2 * LANES + L);
        d0.intoArray(sums, into + 3 * LANES);
        d1.intoArray(sums, into + 3 * LANES + L);
    }

    /** One vector of each block of sixteen: all of it, or a part that the caller walks through. */
    private static void fourOfOne(
            int a,
            int b,
            int c,
            int d,
            int[] shift,
            float[] x,
            float[] dy,
            int out,
            int lanes,
            int length,
            float[] sums,
            int into) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        int position = 0;
        int in = shift[0] * lanes;
        int end = in + lanes;
        for (int n = 0; n < length; n += LANES) {
            FloatVector part = FloatVector.fromArray(S, dy, out + n);
            a0 = FloatVector.fromArray(S, x, a + in).fma(part, a0);
            b0 = FloatVector.fromArray(S, x, b + in).fma(part, b0);
            c0 = FloatVector.fromArray(S, x, c + in).fma(part, c0);
            d0 = FloatVector.fromArray(S, x, d + in).fma(part, d0);
            in += LANES;
            if (in == end && ++position < shift.length) {
                in = shift[position] * lanes;
                end = in + lanes;
            }
        }
        a0.intoArray(sums, into);
        b0.intoArray(sums, into + LANES);
        c0.intoArray(sums, into + 2 * LANES);
        d0.intoArray(sums, into + 3 * LANES);
    }
}
