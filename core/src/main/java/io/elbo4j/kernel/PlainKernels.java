package io.elbo4j.kernel;

import java.util.Arrays;

/** The kernels as plain loops: for machines without the Vector API, and to check the others against. */
public final class PlainKernels implements Kernels {

    @Override
    public void forward(Connections layer, float[] w, float[] bias, float[] x, float[] y, int lanes) {
        int positions = layer.positions();
        for (int r = 0; r < layer.rows(); r++) {
            for (int p = 0; p < positions; p++) {
                int out = (r * positions + p) * lanes;
                Arrays.fill(y, out, out + lanes, bias[r]);
                for (int k = layer.from()[r]; k < layer.from()[r + 1]; k++) {
                    int in = (layer.input()[k] + layer.shift()[p]) * lanes;
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
        for (int r = 0; r < layer.rows(); r++) {
            for (int k = layer.from()[r]; k < layer.from()[r + 1]; k++) {
                float sum = 0;
                for (int p = 0; p < positions; p++) {
                    int out = (r * positions + p) * lanes;
                    int in = (layer.input()[k] + layer.shift()[p]) * lanes;
                    for (int b = 0; b < lanes; b++) {
                        sum += dy[out + b] * x[in + b];
                    }
                }
                dw[k] = sum;
            }
        }
    }

    @Override
    public void inputGradient(Connections layer, float[] w, float[] dy, float[] dx, int lanes) {
        int positions = layer.positions();
        for (int r = 0; r < layer.rows(); r++) {
            for (int p = 0; p < positions; p++) {
                int out = (r * positions + p) * lanes;
                for (int k = layer.from()[r]; k < layer.from()[r + 1]; k++) {
                    int in = (layer.input()[k] + layer.shift()[p]) * lanes;
                    float weight = w[k];
                    for (int b = 0; b < lanes; b++) {
                        dx[in + b] = Math.fma(weight, dy[out + b], dx[in + b]);
                    }
                }
            }
        }
    }
}
