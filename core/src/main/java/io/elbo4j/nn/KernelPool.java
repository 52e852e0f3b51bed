package io.elbo4j.nn;

import io.elbo4j.kernel.Connections;
import io.elbo4j.kernel.Kernels;
import java.util.Arrays;

/** Largest or mean value of each window; the gradient of the largest goes to its first holder. */
final class KernelPool implements KernelLayer {

    private static final Kernels KERNELS = Kernels.fastest();

    private final boolean max;
    /** One row a channel, whose connections are its window. */
    private final Connections windows;

    private final float[] share;
    private final float[] noBias;
    private final int lanes;
    private final float[] y;
    private final float[] dx;
    private float[] x = new float[0];

    KernelPool(NetworkPlan.Step step, int lanes) {
        LayerSpec.Pool pool = (LayerSpec.Pool) step.layer();
        max = pool.max();
        windows = windows(step, pool);
        share = new float[windows.count()];
        Arrays.fill(share, 1f / (pool.kernel() * pool.kernel()));
        noBias = new float[windows.rows()];
        this.lanes = lanes;
        y = Kernels.activations(step.outputSize(), lanes);
        dx = Kernels.activations(step.inputSize(), lanes);
    }

    private static Connections windows(NetworkPlan.Step step, LayerSpec.Pool pool) {
        int channels = step.input().get(0);
        int height = step.input().get(1);
        int width = step.input().get(2);
        int columns = step.output().get(2);
        int area = pool.kernel() * pool.kernel();
        int[] from = new int[channels + 1];
        int[] input = new int[channels * area];
        for (int k = 0; k < input.length; k++) {
            int within = k % area;
            from[k / area + 1] = k + 1;
            input[k] = (k / area * height + within / pool.kernel()) * width + within % pool.kernel();
        }
        int[] shift = new int[step.output().get(1) * columns];
        for (int p = 0; p < shift.length; p++) {
            shift[p] = p / columns * pool.stride() * width + p % columns * pool.stride();
        }
        return new Connections(channels, from, input, shift, step.inputSize());
    }

    @Override
    public float[] forward(float[] values, float[] input) {
        x = input;
        if (max) {
            KERNELS.maximum(windows, x, y, lanes);
        } else {
            KERNELS.forward(windows, share, noBias, x, y, lanes);
        }
        return y;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        Arrays.fill(dx, 0);
        if (max) {
            KERNELS.maximumGradient(windows, x, y, dy, dx, lanes);
        } else {
            KERNELS.inputGradient(windows, share, dy, dx, lanes);
        }
        return dx;
    }
}
