package io.elbo4j.nn;

import java.util.Arrays;

/** Largest or mean value of each window; the gradient of the largest goes to its first holder. */
final class KernelPool implements KernelLayer {

    private final LayerSpec.Pool pool;
    private final int height;
    private final int width;
    private final int rows;
    private final int columns;
    private final int channels;
    private final int lanes;
    private final float[] y;
    private final float[] dx;
    /** Input position, within its channel, of each output's largest value. */
    private final int[] holder;

    KernelPool(NetworkPlan.Step step, int lanes) {
        pool = (LayerSpec.Pool) step.layer();
        channels = step.input().get(0);
        height = step.input().get(1);
        width = step.input().get(2);
        rows = step.output().get(1);
        columns = step.output().get(2);
        this.lanes = lanes;
        y = new float[step.outputSize() * lanes];
        dx = new float[step.inputSize() * lanes];
        holder = new int[pool.max() ? y.length : 0];
    }

    @Override
    public float[] forward(float[] values, float[] x) {
        Arrays.fill(y, pool.max() ? Float.NEGATIVE_INFINITY : 0);
        float share = 1f / (pool.kernel() * pool.kernel());
        windows((in, out) -> {
            for (int b = 0; b < lanes; b++) {
                float value = x[in + b];
                if (!pool.max()) {
                    y[out + b] += share * value;
                } else if (value > y[out + b]) {
                    y[out + b] = value;
                    holder[out + b] = in + b;
                }
            }
        });
        return y;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        Arrays.fill(dx, 0);
        if (pool.max()) {
            for (int i = 0; i < y.length; i++) {
                dx[holder[i]] += dy[i];
            }
        } else {
            float share = 1f / (pool.kernel() * pool.kernel());
            windows((in, out) -> {
                for (int b = 0; b < lanes; b++) {
                    dx[in + b] += share * dy[out + b];
                }
            });
        }
        return dx;
    }

    private interface Pair {
        void at(int in, int out);
    }

    /** Each output with each input of its window, both as offsets of their lanes. */
    private void windows(Pair pair) {
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < rows * columns; p++) {
                int out = (c * rows * columns + p) * lanes;
                for (int w = 0; w < pool.kernel() * pool.kernel(); w++) {
                    int inY = p / columns * pool.stride() + w / pool.kernel();
                    int inX = p % columns * pool.stride() + w % pool.kernel();
                    pair.at(((c * height + inY) * width + inX) * lanes, out);
                }
            }
        }
    }
}
