package io.elbo4j.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a dense layer's weights, as sixteen sums of each connection. For a stretch of the batch the outputs' gradients
 * stay in registers while the connections stream by.
 */
final class DenseWeightGradient {

    private static final VectorSpecies<Float> S = VectorKernels.S;
    private static final int L = S.length();
    private static final int LANES = Kernels.LANES;

    /** Connections at a time, of one output or several: their sums stay in the first-level cache. */
    private static final int CHUNK = 256;

    private DenseWeightGradient() {}

    static void run(Connections layer, float[] x, float[] dy, float[] dw, int lanes) {
        float[] sums = Kernels.activations(CHUNK, LANES);
        int in = Kernels.start(x);
        int into = Kernels.start(sums);
        int r = 0;
        for (int first = 0; first < layer.count(); first += CHUNK) {
            int last = Math.min(layer.count(), first + CHUNK);
            int k = first;
            while (k < last) {
                while (layer.from()[r + 1] <= k) {
                    r++;
                }
                int end = Math.min(last, layer.from()[r + 1]);
                int out = Kernels.start(dy) + r * lanes;
                int place = into + (k - first) * LANES;
                if (L == 16 && lanes == 8 * L) {
                    eight(k, end, layer.input(), x, in, dy, out, sums, place);
                } else if (L == 8 && lanes == 16 * L) {
                    sixteenOnTwo(k, end, layer.input(), x, in, dy, out, sums, place);
                } else {
                    Arrays.fill(sums, place, place + (end - k) * LANES, 0f);
                    sums(k, end, layer.input(), x, in, lanes, dy, out, sums, place);
                }
                k = end;
            }
            Halving.halved(sums, into, last - first, dw, first);
        }
    }

    private static void sums(
            int first,
            int end,
            int[] input,
            float[] x,
            int in,
            int lanes,
            float[] dy,
            int out,
            float[] sums,
            int into) {
        int v = 0;
        if (L == LANES) {
            for (; v + 8 * L <= lanes; v += 8 * L) {
                eightOnOne(first, end, input, x, in + v, lanes, dy, out + v, sums, into);
            }
        } else if (L == 8) {
            for (; v + 8 * L <= lanes; v += 8 * L) {
                eightOnTwo(first, end, input, x, in + v, lanes, dy, out + v, sums, into);
            }
        }
        for (; L >= 8 && v + 4 * L <= lanes; v += 4 * L) {
            four(first, end, input, x, in + v, lanes, dy, out + v, sums, into);
        }
        for (; v < lanes; v += L) {
            one(first, end, input, x, in + v, lanes, dy, out + v, sums, into + v % LANES);
        }
    }

    /** Eight vectors of sixteen numbers: each is one stretch. */
    private static void eightOnOne(
            int first, int end, int[] input, float[] x, int in, int lanes, float[] dy, int at, float[] sums, int into) {
        FloatVector a = FloatVector.fromArray(S, dy, at);
        FloatVector b = FloatVector.fromArray(S, dy, at + L);
        FloatVector c = FloatVector.fromArray(S, dy, at + 2 * L);
        FloatVector d = FloatVector.fromArray(S, dy, at + 3 * L);
        FloatVector e = FloatVector.fromArray(S, dy, at + 4 * L);
        FloatVector f = FloatVector.fromArray(S, dy, at + 5 * L);
        FloatVector g = FloatVector.fromArray(S, dy, at + 6 * L);
        FloatVector h = FloatVector.fromArray(S, dy, at + 7 * L);
        for (int k = first; k < end; k++) {
            int from = input[k] * lanes + in;
            int place = (k - first) * LANES + into;
            FloatVector sum = FloatVector.fromArray(S, x, from).fma(a, FloatVector.fromArray(S, sums, place));
            sum = FloatVector.fromArray(S, x, from + L).fma(b, sum);
            sum = FloatVector.fromArray(S, x, from + 2 * L).fma(c, sum);
            sum = FloatVector.fromArray(S, x, from + 3 * L).fma(d, sum);
            sum = FloatVector.fromArray(S, x, from + 4 * L).fma(e, sum);
            sum = FloatVector.fromArray(S, x, from + 5 * L).fma(f, sum);
            sum = FloatVector.fromArray(S, x, from + 6 * L).fma(g, sum);
            FloatVector.fromArray(S, x, from + 7 * L).fma(h, sum).intoArray(sums, place);
        }
    }

    /** Eight vectors of eight numbers: two make up a stretch. */
    private static void eightOnTwo(
            int first, int end, int[] input, float[] x, int in, int lanes, float[] dy, int at, float[] sums, int into) {
        FloatVector a = FloatVector.fromArray(S, dy, at);
        FloatVector b = FloatVector.fromArray(S, dy, at + L);
        FloatVector c = FloatVector.fromArray(S, dy, at + 2 * L);
        FloatVector d = FloatVector.fromArray(S, dy, at + 3 * L);
        FloatVector e = FloatVector.fromArray(S, dy, at + 4 * L);
        FloatVector f = FloatVector.fromArray(S, dy, at + 5 * L);
        FloatVector g = FloatVector.fromArray(S, dy, at + 6 * L);
        FloatVector h = FloatVector.fromArray(S, dy, at + 7 * L);
        for (int k = first; k < end; k++) {
            int from = input[k] * lanes + in;
            int place = (k - first) * LANES + into;
            FloatVector low = FloatVector.fromArray(S, x, from).fma(a, FloatVector.fromArray(S, sums, place));
            FloatVector high = FloatVector.fromArray(S, x, from + L).fma(b, FloatVector.fromArray(S, sums, place + L));
            low = FloatVector.fromArray(S, x, from + 2 * L).fma(c, low);
            high = FloatVector.fromArray(S, x, from + 3 * L).fma(d, high);
            low = FloatVector.fromArray(S, x, from + 4 * L).fma(e, low);
            high = FloatVector.fromArray(S, x, from + 5 * L).fma(f, high);
            low = FloatVector.fromArray(S, x, from + 6 * L).fma(g, low);
            high = FloatVector.fromArray(S, x, from + 7 * L).fma(h, high);
            low.intoArray(sums, place);
            high.intoArray(sums, place + L);
        }
    }

    /** The whole batch at once, where it is eight vectors of sixteen numbers: nothing is kept in memory between stretches. */
    private static void eight(
            int first, int end, int[] input, float[] x, int in, float[] dy, int at, float[] sums, int into) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector a = FloatVector.fromArray(S, dy, at);
        FloatVector b = FloatVector.fromArray(S, dy, at + L);
        FloatVector c = FloatVector.fromArray(S, dy, at + 2 * L);
        FloatVector d = FloatVector.fromArray(S, dy, at + 3 * L);
        FloatVector e = FloatVector.fromArray(S, dy, at + 4 * L);
        FloatVector f = FloatVector.fromArray(S, dy, at + 5 * L);
        FloatVector g = FloatVector.fromArray(S, dy, at + 6 * L);
        FloatVector h = FloatVector.fromArray(S, dy, at + 7 * L);
        for (int k = first; k < end; k++) {
            int from = input[k] * (8 * L) + in;
            FloatVector sum = FloatVector.fromArray(S, x, from).fma(a, zero);
            sum = FloatVector.fromArray(S, x, from + L).fma(b, sum);
            sum = FloatVector.fromArray(S, x, from + 2 * L).fma(c, sum);
            sum = FloatVector.fromArray(S, x, from + 3 * L).fma(d, sum);
            sum = FloatVector.fromArray(S, x, from + 4 * L).fma(e, sum);
            sum = FloatVector.fromArray(S, x, from + 5 * L).fma(f, sum);
            sum = FloatVector.fromArray(S, x, from + 6 * L).fma(g, sum);
            FloatVector.fromArray(S, x, from + 7 * L).fma(h, sum).intoArray(sums, (k - first) * LANES + into);
        }
    }

    /** The same, where it is sixteen vectors of eight numbers. */
    private static void sixteenOnTwo(
            int first, int end, int[] input, float[] x, int in, float[] dy, int at, float[] sums, int into) {
        FloatVector zero = FloatVector.zero(S);
        for (int k = first; k < end; k++) {
            int from = input[k] * (16 * L) + in;
            int place = (k - first) * LANES + into;
            FloatVector low = FloatVector.fromArray(S, x, from).fma(FloatVector.fromArray(S, dy, at), zero);
            FloatVector high = FloatVector.fromArray(S, x, from + L).fma(FloatVector.fromArray(S, dy, at + L), zero);
            low = FloatVector.fromArray(S, x, from + 2 * L).fma(FloatVector.fromArray(S, dy, at + 2 * L), low);
            high = FloatVector.fromArray(S, x, from + 3 * L).fma(FloatVector.fromArray(S, dy, at + 3 * L), high);
            low = FloatVector.fromArray(S, x, from + 4 * L).fma(FloatVector.fromArray(S, dy, at + 4 * L), low);
            high = FloatVector.fromArray(S, x, from + 5 * L).fma(FloatVector.fromArray(S, dy, at + 5 * L), high);
            low = FloatVector.fromArray(S, x, from + 6 * L).fma(FloatVector.fromArray(S, dy, at + 6 * L), low);
            high = FloatVector.fromArray(S, x, from + 7 * L).fma(FloatVector.fromArray(S, dy, at + 7 * L), high);
            low = FloatVector.fromArray(S, x, from + 8 * L).fma(FloatVector.fromArray(S, dy, at + 8 * L), low);
            high = FloatVector.fromArray(S, x, from + 9 * L).fma(FloatVector.fromArray(S, dy, at + 9 * L), high);
            low = FloatVector.fromArray(S, x, from + 10 * L).fma(FloatVector.fromArray(S, dy, at + 10 * L), low);
            high = FloatVector.fromArray(S, x, from + 11 * L).fma(FloatVector.fromArray(S, dy, at + 11 * L), high);
            low = FloatVector.fromArray(S, x, from + 12 * L).fma(FloatVector.fromArray(S, dy, at + 12 * L), low);
            high = FloatVector.fromArray(S, x, from + 13 * L).fma(FloatVector.fromArray(S, dy, at + 13 * L), high);
            low = FloatVector.fromArray(S, x, from + 14 * L).fma(FloatVector.fromArray(S, dy, at + 14 * L), low);
            high = FloatVector.fromArray(S, x, from + 15 * L).fma(FloatVector.fromArray(S, dy, at + 15 * L), high);
            low.intoArray(sums, place);
            high.intoArray(sums, place + L);
        }
    }

    /** Four vectors: as many stretches of sixteen numbers, or two of two vectors of eight. */
    private static void four(
            int first, int end, int[] input, float[] x, int in, int lanes, float[] dy, int at, float[] sums, int into) {
        FloatVector a = FloatVector.fromArray(S, dy, at);
        FloatVector b = FloatVector.fromArray(S, dy, at + L);
        FloatVector c = FloatVector.fromArray(S, dy, at + 2 * L);
        FloatVector d = FloatVector.fromArray(S, dy, at + 3 * L);
        if (L == LANES) {
            for (int k = first; k < end; k++) {
                int from = input[k] * lanes + in;
                int place = (k - first) * LANES + into;
                FloatVector sum = FloatVector.fromArray(S, x, from).fma(a, FloatVector.fromArray(S, sums, place));
                sum = FloatVector.fromArray(S, x, from + L).fma(b, sum);
                sum = FloatVector.fromArray(S, x, from + 2 * L).fma(c, sum);
                FloatVector.fromArray(S, x, from + 3 * L).fma(d, sum).intoArray(sums, place);
            }
            return;
        }
        for (int k = first; k < end; k++) {
            int from = input[k] * lanes + in;
            int place = (k - first) * LANES + into;
            FloatVector low = FloatVector.fromArray(S, x, from).fma(a, FloatVector.fromArray(S, sums, place));
            FloatVector high = FloatVector.fromArray(S, x, from + L).fma(b, FloatVector.fromArray(S, sums, place + L));
            FloatVector.fromArray(S, x, from + 2 * L).fma(c, low).intoArray(sums, place);
            FloatVector.fromArray(S, x, from + 3 * L).fma(d, high).intoArray(sums, place + L);
        }
    }

    private static void one(
            int first, int end, int[] input, float[] x, int in, int lanes, float[] dy, int at, float[] sums, int into) {
        FloatVector a = FloatVector.fromArray(S, dy, at);
        for (int k = first; k < end; k++) {
            int place = (k - first) * LANES + into;
            FloatVector.fromArray(S, x, input[k] * lanes + in)
                    .fma(a, FloatVector.fromArray(S, sums, place))
                    .intoArray(sums, place);
        }
    }
}
