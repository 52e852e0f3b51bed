package io.elbo4j.kernel;

import java.util.Arrays;

/** The kernels as plain loops: for machines without the Vector API, and to check the others against. */
public final class PlainKernels implements Kernels {

    @Override
    public void forward(Connections layer, float[] w, float[] bias, float[] x, float[] y, int lanes) {
        int positions = layer.positions();
        for (int r = 0; r < layer.rows(); r++) {
            for (int p = 0; p < positions; p++) {
                int out = Kernels.start(y) + (r * positions + p) * lanes;
                Arrays.fill(y, out, out + lanes, bias[r]);
                for (int k = layer.from()[r]; k < layer.from()[r + 1]; k++) {
                    int in = Kernels.start(x) + (layer.input()[k] + layer.shift()[p]) * lanes;
                    float weight = w[k];
                    for (int b = 0; b < lanes; b++) {
                        y[out + b] = Math.fma(weight, x[in + b], y[out + b]);
                    }
                }
            }
        }
    }

    @Override
    public void weightGradient(Connections layer, float[] x, float[] dy, float[] dw, int lanes) {
        int positions = layer.positions();
        float[] sums = new float[LANES];
        for (int r = 0; r < layer.rows(); r++) {
            for (int k = layer.from()[r]; k < layer.from()[r + 1]; k++) {
                Arrays.fill(sums, 0f);
                for (int p = 0; p < positions; p++) {
                    int out = Kernels.start(dy) + (r * positions + p) * lanes;
                    int in = Kernels.start(x) + (layer.input()[k] + layer.shift()[p]) * lanes;
                    for (int b = 0; b < lanes; b++) {
                        sums[b % LANES] = Math.fma(dy[out + b], x[in + b], sums[b % LANES]);
                    }
                }
                dw[k] = halved(sums, LANES);
            }
        }
    }

    @Override
    public void biasGradient(Connections layer, float[] dy, float[] db, int lanes) {
        int perRow = layer.positions() * lanes;
        float[] sums = new float[LANES];
        for (int r = 0; r < layer.rows(); r++) {
            Arrays.fill(sums, 0f);
            for (int b = 0; b < perRow; b++) {
                sums[b % LANES] += dy[Kernels.start(dy) + r * perRow + b];
            }
            db[r] = halved(sums, LANES);
        }
    }

    /** Adds the upper half to the lower one until one number is left. */
    static float halved(float[] sums, int length) {
        for (int half = length / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                sums[j] += sums[j + half];
            }
        }
        return sums[0];
    }

    @Override
    public void maximum(Connections layer, float[] x, float[] y, int lanes) {
        int positions = layer.positions();
        for (int r = 0; r < layer.rows(); r++) {
            for (int p = 0; p < positions; p++) {
                int out = Kernels.start(y) + (r * positions + p) * lanes;
                Arrays.fill(y, out, out + lanes, Float.NEGATIVE_INFINITY);
                for (int k = layer.from()[r]; k < layer.from()[r + 1]; k++) {
                    int in = Kernels.start(x) + (layer.input()[k] + layer.shift()[p]) * lanes;
                    for (int b = 0; b < lanes; b++) {
                        y[out + b] = Math.max(y[out + b], x[in + b]);
                    }
                }
            }
        }
    }

    @Override
    public void maximumGradient(Connections layer, float[] x, float[] y, float[] dy, float[] dx, int lanes) {
        int positions = layer.positions();
        for (int out = 0; out < layer.rows() * positions; out++) {
            int r = out / positions;
            int shift = layer.shift()[out % positions];
            for (int b = 0; b < lanes; b++) {
                int at = Kernels.start(y) + out * lanes + b;
                for (int k = layer.from()[r]; k < layer.from()[r + 1]; k++) {
                    int in = Kernels.start(x) + (layer.input()[k] + shift) * lanes + b;
                    if (x[in] == y[at]) {
                        dx[in] += dy[at];
                        break;
                    }
                }
            }
        }
    }

    @Override
    public void inputGradient(Connections layer, float[] w, float[] dy, float[] dx, int lanes) {
        int positions = layer.positions();
        for (int p = 0; p < positions; p++) {
            for (int r = 0; r < layer.rows(); r++) {
                int out = Kernels.start(dy) + (r * positions + p) * lanes;
                for (int k = layer.from()[r]; k < layer.from()[r + 1]; k++) {
                    int in = Kernels.start(dx) + (layer.input()[k] + layer.shift()[p]) * lanes;
                    float weight = w[k];
                    for (int b = 0; b < lanes; b++) {
                        dx[in + b] = Math.fma(weight, dy[out + b], dx[in + b]);
                    }
                }
            }
        }
    }
}
