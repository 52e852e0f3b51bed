package io.elbo4j.nn;

import io.elbo4j.kernel.Elementwise;
import io.elbo4j.kernel.Kernels;
import io.elbo4j.math.Key;
import java.util.Arrays;

/**
 * A layer whose randomness sits in its outputs: {@code mean·x + bias + √(variance·x²) · noise}. Both products run on the active
 * weights alone.
 */
final class KernelLocal implements KernelLayer {

    private final KernelLayer mean;
    private final KernelLayer variance;
    private final Draws draws;
    private final int lanes;
    private final float[] squares;
    private final float[] noise;
    private final float[] sd;
    private final float[] y;
    private final float[] dVariance;
    private float[] x = new float[0];
    private float[] variances = new float[0];
    private float[] varianceGradient = new float[0];

    /**
     * @param mean the layer on mean weights
     * @param variance the same layer on variances
     */
    KernelLocal(NetworkPlan.Step step, KernelLayer mean, KernelLayer variance, int inputSize, int lanes) {
        this.mean = mean;
        this.variance = variance;
        this.lanes = lanes;
        draws = Draws.noise(step);
        squares = Kernels.activations(inputSize, lanes);
        int outputs = step.outputSize();
        noise = Kernels.activations(outputs, lanes);
        sd = Kernels.activations(outputs, lanes);
        y = Kernels.activations(outputs, lanes);
        dVariance = Kernels.activations(outputs, lanes);
    }

    /**
     * What the next passes draw and read.
     *
     * @param values {@code [A]}: variances
     * @param gradient {@code [A]}: takes their gradient
     */
    void begin(float[] values, float[] gradient, Key key, int rows) {
        variances = values;
        varianceGradient = gradient;
        int width = noise.length / lanes;
        int[] starts = new int[rows];
        Arrays.setAll(starts, row -> row * width);
        Elementwise.fastest().featureMajor(draws.draw(key, rows), starts, width, noise, lanes);
    }

    @Override
    public float[] forward(float[] values, float[] input) {
        x = input;
        for (int i = 0; i < squares.length; i++) {
            squares[i] = x[i] * x[i];
        }
        float[] means = mean.forward(values, x);
        float[] spreads = variance.forward(variances, squares);
        for (int i = 0; i < y.length; i++) {
            sd[i] = (float) Math.sqrt(spreads[i] + GraphBuilder.TINY);
            y[i] = means[i] + sd[i] * noise[i];
        }
        return y;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        float[] dx = mean.backward(values, dy, gradient, needed);
        for (int i = 0; i < dVariance.length; i++) {
            dVariance[i] = dy[i] * noise[i] / (2 * sd[i]);
        }
        float[] dSquares = variance.backward(variances, dVariance, varianceGradient, needed);
        if (needed) {
            for (int i = 0; i < squares.length; i++) {
                dx[i] += 2 * x[i] * dSquares[i];
            }
        }
        return dx;
    }
}
