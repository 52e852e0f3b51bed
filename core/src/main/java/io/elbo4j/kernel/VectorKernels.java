package io.elbo4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API: vectors of the batch stay in registers while the connections stream by. Only innermost loops
 * carry vectors from one turn to the next: through nested ones the compiler would keep them on the heap.
 */
final class VectorKernels implements Kernels {

    /**
     * At most {@link #LANES} lanes, so that every batch is a whole number of vectors. Nothing here uses floats of another species: where a
     * process has two, Java 17 leaves stores to calls and puts vectors on the heap, whichever loop met the second.
     */
    static final VectorSpecies<Float> S =
            FloatVector.SPECIES_PREFERRED.length() > LANES ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;

    private static final int L = S.length();
    private static final int WIDE = 8 * L;

    /** Rows at a time whose sums wait to be halved, in the first-level cache. */
    private static final int CHUNK = 128;

    @Override
    public void forward(Connections layer, float[] w, float[] bias, float[] x, float[] y, int lanes) {
        Kernels.requireSizes(layer, w.length, x.length, y.length, lanes);
        if (VectorSharedReads.serve(layer)) {
            VectorSharedReads.forward(layer, w, bias, x, y, lanes);
            return;
        }
        // Stretch by stretch of the batch: what one of them reads stays in the second-level cache.
        for (int v = 0; v < lanes; v += WIDE) {
            forward(layer, w, bias, x, y, lanes, v, Math.min(WIDE, lanes - v));
        }
    }

    private static void forward(
            Connections layer, float[] w, float[] bias, float[] x, float[] y, int lanes, int start, int length) {
        int positions = layer.positions();
        int[] from = layer.from();
        int[] input = layer.input();
        // Position by position: what a window reads stays in the cache while all rows stream by.
        for (int p = 0; p < positions; p++) {
            for (int r = 0; r < layer.rows(); r++) {
                int out = Kernels.start(y) + (r * positions + p) * lanes + start;
                int base = Kernels.start(x) + layer.shift()[p] * lanes + start;
                if (length == WIDE) {
                    forwardWide(from[r], from[r + 1], input, w, bias[r], x, base, lanes, y, out);
                    continue;
                }
                int v = 0;
                for (; v + 4 * L <= length; v += 4 * L) {
                    forwardFour(from[r], from[r + 1], input, w, bias[r], x, base + v, lanes, y, out + v);
                }
                for (; v + 2 * L <= length; v += 2 * L) {
                    forwardPair(from[r], from[r + 1], input, w, bias[r], x, base + v, lanes, y, out + v);
                }
                if (v < length) {
                    forwardOne(from[r], from[r + 1], input, w, bias[r], x, base + v, lanes, y, out + v);
                }
            }
        }
    }

    private static void forwardWide(
            int k, int end, int[] input, float[] w, float bias, float[] x, int base, int lanes, float[] y, int out) {
        FloatVector a = FloatVector.broadcast(S, bias);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        for (; k < end; k++) {
            int at = input[k] * lanes + base;
            FloatVector weight = FloatVector.broadcast(S, w[k]);
            a = FloatVector.fromArray(S, x, at).fma(weight, a);
            b = FloatVector.fromArray(S, x, at + L).fma(weight, b);
            c = FloatVector.fromArray(S, x, at + 2 * L).fma(weight, c);
            d = FloatVector.fromArray(S, x, at + 3 * L).fma(weight, d);
            e = FloatVector.fromArray(S, x, at + 4 * L).fma(weight, e);
            f = FloatVector.fromArray(S, x, at + 5 * L).fma(weight, f);
            g = FloatVector.fromArray(S, x, at + 6 * L).fma(weight, g);
            h = FloatVector.fromArray(S, x, at + 7 * L).fma(weight, h);
        }
        a.intoArray(y, out);
        b.intoArray(y, out + L);
        c.intoArray(y, out + 2 * L);
        d.intoArray(y, out + 3 * L);
        e.intoArray(y, out + 4 * L);
        f.intoArray(y, out + 5 * L);
        g.intoArray(y, out + 6 * L);
        h.intoArray(y, out + 7 * L);
    }

    private static void forwardFour(
            int k, int end, int[] input, float[] w, float bias, float[] x, int base, int lanes, float[] y, int out) {
        FloatVector a = FloatVector.broadcast(S, bias);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (; k < end; k++) {
            int at = input[k] * lanes + base;
            FloatVector weight = FloatVector.broadcast(S, w[k]);
            a = FloatVector.fromArray(S, x, at).fma(weight, a);
            b = FloatVector.fromArray(S, x, at + L).fma(weight, b);
            c = FloatVector.fromArray(S, x, at + 2 * L).fma(weight, c);
            d = FloatVector.fromArray(S, x, at + 3 * L).fma(weight, d);
        }
        a.intoArray(y, out);
        b.intoArray(y, out + L);
        c.intoArray(y, out + 2 * L);
        d.intoArray(y, out + 3 * L);
    }

    private static void forwardPair(
            int k, int end, int[] input, float[] w, float bias, float[] x, int base, int lanes, float[] y, int out) {
        FloatVector a = FloatVector.broadcast(S, bias);
        FloatVector b = a;
        for (; k < end; k++) {
            int at = input[k] * lanes + base;
            FloatVector weight = FloatVector.broadcast(S, w[k]);
            a = FloatVector.fromArray(S, x, at).fma(weight, a);
            b = FloatVector.fromArray(S, x, at + L).fma(weight, b);
        }
        a.intoArray(y, out);
        b.intoArray(y, out + L);
    }

    private static void forwardOne(
            int k, int end, int[] input, float[] w, float bias, float[] x, int base, int lanes, float[] y, int out) {
        FloatVector a = FloatVector.broadcast(S, bias);
        for (; k < end; k++) {
            FloatVector weight = FloatVector.broadcast(S, w[k]);
            a = FloatVector.fromArray(S, x, input[k] * lanes + base).fma(weight, a);
        }
        a.intoArray(y, out);
    }

    @Override
    public void weightGradient(Connections layer, float[] x, float[] dy, float[] dw, int lanes) {
        Kernels.requireSizes(layer, dw.length, x.length, dy.length, lanes);
        if (VectorSharedReads.serve(layer)) {
            VectorSharedReads.weightGradient(layer, x, dy, dw, lanes);
        } else if (layer.positions() == 1) {
            DenseWeightGradient.run(layer, x, dy, dw, lanes);
        } else {
            WindowWeightGradient.run(layer, x, dy, dw, lanes);
        }
    }

    @Override
    public void biasGradient(Connections layer, float[] dy, float[] db, int lanes) {
        Kernels.requireSizes(layer, layer.count(), layer.inputs() * lanes, dy.length, lanes);
        int perRow = layer.positions() * lanes;
        int start = Kernels.start(dy);
        float[] sums = Kernels.activations(CHUNK, LANES);
        int into = Kernels.start(sums);
        // Row after row: a sum that was just written as a vector is slow to be read again number by number.
        for (int first = 0; first < layer.rows(); first += CHUNK) {
            int count = Math.min(CHUNK, layer.rows() - first);
            for (int r = 0; r < count; r++) {
                for (int l = 0; l < LANES; l += L) {
                    sum(dy, start + (first + r) * perRow + l, perRow, sums, into + r * LANES + l);
                }
            }
            Halving.halved(sums, into, count, db, first);
        }
    }

    /** One vector of each block of sixteen. */
    private static void sum(float[] dy, int from, int length, float[] sums, int into) {
        FloatVector a = FloatVector.zero(S);
        for (int b = 0; b < length; b += LANES) {
            a = a.add(FloatVector.fromArray(S, dy, from + b));
        }
        a.intoArray(sums, into);
    }

    @Override
    public void inputGradient(Connections layer, float[] w, float[] dy, float[] dx, int lanes) {
        Kernels.requireSizes(layer, w.length, dx.length, dy.length, lanes);
        int positions = layer.positions();
        int[] from = layer.from();
        boolean full = VectorSharedReads.serve(layer);
        // Position by position: what a window adds to stays in the cache while all rows stream by.
        for (int p = 0; p < positions; p++) {
            int done = full ? VectorSharedReads.inputGradient(layer, w, dy, dx, lanes, p) : 0;
            for (int r = done; r < layer.rows(); r++) {
                int out = Kernels.start(dy) + (r * positions + p) * lanes;
                int base = Kernels.start(dx) + layer.shift()[p] * lanes;
                int v = 0;
                for (; v + WIDE <= lanes; v += WIDE) {
                    inputGradientWide(from[r], from[r + 1], layer.input(), w, dy, out + v, dx, base + v, lanes);
                }
                for (; v + 4 * L <= lanes; v += 4 * L) {
                    inputGradientFour(from[r], from[r + 1], layer.input(), w, dy, out + v, dx, base + v, lanes);
                }
                for (; v < lanes; v += L) {
                    FloatVector a = FloatVector.fromArray(S, dy, out + v);
                    for (int k = from[r]; k < from[r + 1]; k++) {
                        int at = layer.input()[k] * lanes + base + v;
                        a.fma(FloatVector.broadcast(S, w[k]), FloatVector.fromArray(S, dx, at))
                                .intoArray(dx, at);
                    }
                }
            }
        }
    }

    private static void inputGradientWide(
            int k, int end, int[] input, float[] w, float[] dy, int out, float[] dx, int base, int lanes) {
        FloatVector a = FloatVector.fromArray(S, dy, out);
        FloatVector b = FloatVector.fromArray(S, dy, out + L);
        FloatVector c = FloatVector.fromArray(S, dy, out + 2 * L);
        FloatVector d = FloatVector.fromArray(S, dy, out + 3 * L);
        FloatVector e = FloatVector.fromArray(S, dy, out + 4 * L);
        FloatVector f = FloatVector.fromArray(S, dy, out + 5 * L);
        FloatVector g = FloatVector.fromArray(S, dy, out + 6 * L);
        FloatVector h = FloatVector.fromArray(S, dy, out + 7 * L);
        for (; k < end; k++) {
            int at = input[k] * lanes + base;
            FloatVector weight = FloatVector.broadcast(S, w[k]);
            a.fma(weight, FloatVector.fromArray(S, dx, at)).intoArray(dx, at);
            b.fma(weight, FloatVector.fromArray(S, dx, at + L)).intoArray(dx, at + L);
            c.fma(weight, FloatVector.fromArray(S, dx, at + 2 * L)).intoArray(dx, at + 2 * L);
            d.fma(weight, FloatVector.fromArray(S, dx, at + 3 * L)).intoArray(dx, at + 3 * L);
            e.fma(weight, FloatVector.fromArray(S, dx, at + 4 * L)).intoArray(dx, at + 4 * L);
            f.fma(weight, FloatVector.fromArray(S, dx, at + 5 * L)).intoArray(dx, at + 5 * L);
            g.fma(weight, FloatVector.fromArray(S, dx, at + 6 * L)).intoArray(dx, at + 6 * L);
            h.fma(weight, FloatVector.fromArray(S, dx, at + 7 * L)).intoArray(dx, at + 7 * L);
        }
    }

    private static void inputGradientFour(
            int k, int end, int[] input, float[] w, float[] dy, int out, float[] dx, int base, int lanes) {
        FloatVector a = FloatVector.fromArray(S, dy, out);
        FloatVector b = FloatVector.fromArray(S, dy, out + L);
        FloatVector c = FloatVector.fromArray(S, dy, out + 2 * L);
        FloatVector d = FloatVector.fromArray(S, dy, out + 3 * L);
        for (; k < end; k++) {
            int at = input[k] * lanes + base;
            FloatVector weight = FloatVector.broadcast(S, w[k]);
            a.fma(weight, FloatVector.fromArray(S, dx, at)).intoArray(dx, at);
            b.fma(weight, FloatVector.fromArray(S, dx, at + L)).intoArray(dx, at + L);
            c.fma(weight, FloatVector.fromArray(S, dx, at + 2 * L)).intoArray(dx, at + 2 * L);
            d.fma(weight, FloatVector.fromArray(S, dx, at + 3 * L)).intoArray(dx, at + 3 * L);
        }
    }

    @Override
    public void maximum(Connections layer, float[] x, float[] y, int lanes) {
        Kernels.requireSizes(layer, layer.count(), x.length, y.length, lanes);
        int positions = layer.positions();
        for (int out = 0; out < layer.rows() * positions; out++) {
            int r = out / positions;
            int base = Kernels.start(x) + layer.shift()[out % positions] * lanes;
            for (int v = 0; v < lanes; v += L) {
                FloatVector most = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
                for (int k = layer.from()[r]; k < layer.from()[r + 1]; k++) {
                    most = most.max(FloatVector.fromArray(S, x, layer.input()[k] * lanes + base + v));
                }
                most.intoArray(y, Kernels.start(y) + out * lanes + v);
            }
        }
    }

    @Override
    public void maximumGradient(Connections layer, float[] x, float[] y, float[] dy, float[] dx, int lanes) {
        Kernels.requireSizes(layer, layer.count(), Math.min(x.length, dx.length), Math.min(y.length, dy.length), lanes);
        int positions = layer.positions();
        for (int out = 0; out < layer.rows() * positions; out++) {
            int r = out / positions;
            int base = Kernels.start(x) + layer.shift()[out % positions] * lanes;
            for (int v = 0; v < lanes; v += L) {
                maximumGradient(
                        layer.from()[r],
                        layer.from()[r + 1],
                        layer.input(),
                        x,
                        y,
                        dy,
                        Kernels.start(y) + out * lanes + v,
                        dx,
                        base + v,
                        lanes);
            }
        }
    }

    private static void maximumGradient(
            int k, int end, int[] input, float[] x, float[] y, float[] dy, int out, float[] dx, int base, int lanes) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector most = FloatVector.fromArray(S, y, out);
        FloatVector left = FloatVector.fromArray(S, dy, out);
        for (; k < end; k++) {
            int at = input[k] * lanes + base;
            VectorMask<Float> holds = FloatVector.fromArray(S, x, at).compare(VectorOperators.EQ, most);
            FloatVector.fromArray(S, dx, at).add(zero.blend(left, holds)).intoArray(dx, at);
            left = left.blend(zero, holds);
        }
    }
}
