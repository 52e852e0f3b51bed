package io.elbo4j.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The kernels on the Vector API: four vectors of the batch stay in registers while the connections stream by. */
public final class VectorKernels implements Kernels {

    /** At most 16 lanes, so that every batch is a whole number of vectors. */
    private static final VectorSpecies<Float> S =
            FloatVector.SPECIES_PREFERRED.length() > LANES ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;

    private static final int L = S.length();
    private static final int BLOCK = 4 * L;

    @Override
    public void forward(Connections layer, float[] w, float[] bias, float[] x, float[] y, int lanes) {
        int positions = layer.positions();
        int[] from = layer.from();
        int[] input = layer.input();
        for (int r = 0; r < layer.rows(); r++) {
            for (int p = 0; p < positions; p++) {
                int out = (r * positions + p) * lanes;
                int v = 0;
                for (; v + BLOCK <= lanes; v += BLOCK) {
                    int base = layer.shift()[p] * lanes + v;
                    forwardBlock(from[r], from[r + 1], input, w, bias[r], x, base, lanes, y, out + v);
                }
                for (; v < lanes; v += L) {
                    int base = layer.shift()[p] * lanes + v;
                    FloatVector sum = FloatVector.broadcast(S, bias[r]);
                    for (int k = from[r]; k < from[r + 1]; k++) {
                        sum = FloatVector.fromArray(S, x, input[k] * lanes + base)
                                .fma(FloatVector.broadcast(S, w[k]), sum);
                    }
                    sum.intoArray(y, out + v);
                }
            }
        }
    }

    private static void forwardBlock(
            int first,
            int end,
            int[] input,
            float[] w,
            float bias,
            float[] x,
            int base,
            int lanes,
            float[] y,
            int out) {
        FloatVector a = FloatVector.broadcast(S, bias);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int k = first; k < end; k++) {
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

    @Override
    public void weightGradient(Connections layer, float[] x, float[] dy, float[] dw, int lanes) {
        int positions = layer.positions();
        int[] from = layer.from();
        for (int r = 0; r < layer.rows(); r++) {
            int out = r * positions * lanes;
            if (positions == 1) {
                denseWeightGradient(from[r], from[r + 1], layer.input(), x, dy, out, dw, lanes);
                continue;
            }
            for (int k = from[r]; k < from[r + 1]; k++) {
                dw[k] = windowWeightGradient(layer.input()[k], layer.shift(), x, dy, out, lanes);
            }
        }
    }

    /** One position: the outputs' gradients stay in registers, one row of inputs after another streams by. */
    private static void denseWeightGradient(
            int first, int end, int[] input, float[] x, float[] dy, int out, float[] dw, int lanes) {
        for (int k = first; k < end; k++) {
            dw[k] = 0;
        }
        int v = 0;
        for (; v + BLOCK <= lanes; v += BLOCK) {
            FloatVector a = FloatVector.fromArray(S, dy, out + v);
            FloatVector b = FloatVector.fromArray(S, dy, out + v + L);
            FloatVector c = FloatVector.fromArray(S, dy, out + v + 2 * L);
            FloatVector d = FloatVector.fromArray(S, dy, out + v + 3 * L);
            for (int k = first; k < end; k++) {
                int at = input[k] * lanes + v;
                FloatVector left = FloatVector.fromArray(S, x, at + L)
                        .fma(b, FloatVector.fromArray(S, x, at).mul(a));
                FloatVector right = FloatVector.fromArray(S, x, at + 3 * L)
                        .fma(d, FloatVector.fromArray(S, x, at + 2 * L).mul(c));
                dw[k] += left.add(right).reduceLanes(VectorOperators.ADD);
            }
        }
        for (; v < lanes; v += L) {
            FloatVector a = FloatVector.fromArray(S, dy, out + v);
            for (int k = first; k < end; k++) {
                dw[k] +=
                        FloatVector.fromArray(S, x, input[k] * lanes + v).mul(a).reduceLanes(VectorOperators.ADD);
            }
        }
    }

    /** One loop at a time carries vectors: through nested ones the compiler would keep them on the heap. */
    private static float windowWeightGradient(int input, int[] shift, float[] x, float[] dy, int out, int lanes) {
        float sum = 0;
        int v = 0;
        for (; v + BLOCK <= lanes; v += BLOCK) {
            sum += windowBlock(input * lanes + v, shift, x, dy, out + v, lanes);
        }
        for (; v < lanes; v += L) {
            FloatVector a = FloatVector.zero(S);
            int in = input * lanes + v;
            for (int p = 0; p < shift.length; p++) {
                FloatVector left = FloatVector.fromArray(S, dy, out + v + p * lanes);
                a = FloatVector.fromArray(S, x, in + shift[p] * lanes).fma(left, a);
            }
            sum += a.reduceLanes(VectorOperators.ADD);
        }
        return sum;
    }

    private static float windowBlock(int in, int[] shift, float[] x, float[] dy, int out, int lanes) {
        FloatVector a = FloatVector.zero(S);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int p = 0; p < shift.length; p++) {
            int from = in + shift[p] * lanes;
            int at = out + p * lanes;
            a = FloatVector.fromArray(S, x, from).fma(FloatVector.fromArray(S, dy, at), a);
            b = FloatVector.fromArray(S, x, from + L).fma(FloatVector.fromArray(S, dy, at + L), b);
            c = FloatVector.fromArray(S, x, from + 2 * L).fma(FloatVector.fromArray(S, dy, at + 2 * L), c);
            d = FloatVector.fromArray(S, x, from + 3 * L).fma(FloatVector.fromArray(S, dy, at + 3 * L), d);
        }
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }

    @Override
    public void inputGradient(Connections layer, float[] w, float[] dy, float[] dx, int lanes) {
        int positions = layer.positions();
        int[] from = layer.from();
        for (int r = 0; r < layer.rows(); r++) {
            for (int p = 0; p < positions; p++) {
                int out = (r * positions + p) * lanes;
                int v = 0;
                for (; v + BLOCK <= lanes; v += BLOCK) {
                    int base = layer.shift()[p] * lanes + v;
                    inputGradientBlock(from[r], from[r + 1], layer.input(), w, dy, out + v, dx, base, lanes);
                }
                for (; v < lanes; v += L) {
                    FloatVector a = FloatVector.fromArray(S, dy, out + v);
                    for (int k = from[r]; k < from[r + 1]; k++) {
                        int at = (layer.input()[k] + layer.shift()[p]) * lanes + v;
                        a.fma(FloatVector.broadcast(S, w[k]), FloatVector.fromArray(S, dx, at))
                                .intoArray(dx, at);
                    }
                }
            }
        }
    }

    private static void inputGradientBlock(
            int first, int end, int[] input, float[] w, float[] dy, int out, float[] dx, int base, int lanes) {
        FloatVector a = FloatVector.fromArray(S, dy, out);
        FloatVector b = FloatVector.fromArray(S, dy, out + L);
        FloatVector c = FloatVector.fromArray(S, dy, out + 2 * L);
        FloatVector d = FloatVector.fromArray(S, dy, out + 3 * L);
        for (int k = first; k < end; k++) {
            int at = input[k] * lanes + base;
            FloatVector weight = FloatVector.broadcast(S, w[k]);
            a.fma(weight, FloatVector.fromArray(S, dx, at)).intoArray(dx, at);
            b.fma(weight, FloatVector.fromArray(S, dx, at + L)).intoArray(dx, at + L);
            c.fma(weight, FloatVector.fromArray(S, dx, at + 2 * L)).intoArray(dx, at + 2 * L);
            d.fma(weight, FloatVector.fromArray(S, dx, at + 3 * L)).intoArray(dx, at + 3 * L);
        }
    }
}
