package io.elbo4j.nn;

import io.elbo4j.kernel.Elementwise;
import io.elbo4j.kernel.Kernels;

/** An elementwise function. The smooth ones work out their slope on the way forward, where all that it takes is at hand. */
final class KernelActivation implements KernelLayer {

    private static final Elementwise ELEMENTWISE = Elementwise.fastest();
    private static final float GELU_SCALE = (float) Math.sqrt(2 / Math.PI);
    private static final float GELU_CUBE = 0.044715f;

    /** From here on GELU is the input or 0 to the last bit, and its square far from overflowing. */
    private static final float GELU_END = 10f;

    private final LayerSpec.Function function;
    private final float[] y;
    private final float[] dx;
    private final float[] slope;
    private final float[] tangent;
    private float[] x = new float[0];

    KernelActivation(LayerSpec.Function function, int features, int lanes) {
        this.function = function;
        y = Kernels.activations(features, lanes);
        dx = Kernels.activations(features, lanes);
        slope = new float[function == LayerSpec.Function.RELU ? 0 : y.length];
        boolean byTangents = function == LayerSpec.Function.GELU || function == LayerSpec.Function.SOFTPLUS;
        tangent = new float[byTangents ? y.length : 0];
    }

    @Override
    public float[] forward(float[] values, float[] input) {
        x = input;
        switch (function) {
            case RELU -> ELEMENTWISE.relu(input, y);
            case TANH -> ELEMENTWISE.tangents(input, y, slope);
            case SOFTPLUS -> softplus(input);
            case GELU -> gelu(input);
        }
        return y;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        if (function == LayerSpec.Function.RELU) {
            ELEMENTWISE.reluGradient(x, dy, dx);
            return dx;
        }
        for (int i = 0; i < dx.length; i++) {
            dx[i] = dy[i] * slope[i];
        }
        return dx;
    }

    /**
     * max(x, 0) − log(1 − q) with q = σ(−|x|), which tangent and slope of x/2 give with all its digits. The logarithm is the series of
     * 2 atanh(q / (2 − q)), whose argument is at most a third.
     */
    private void softplus(float[] input) {
        for (int i = 0; i < y.length; i++) {
            y[i] = 0.5f * input[i];
        }
        ELEMENTWISE.tangents(y, tangent, slope);
        for (int i = 0; i < y.length; i++) {
            float q = slope[i] / (2 + 2 * Math.abs(tangent[i]));
            float s = q / (2 - q);
            float z = s * s;
            float series = 1 / 9f + z * (1 / 11f + z * (1 / 13f));
            series = 1 + z * (1 / 3f + z * (1 / 5f + z * (1 / 7f + z * series)));
            y[i] = Math.max(input[i], 0) + 2 * s * series;
            slope[i] = q + Math.max(tangent[i], 0);
        }
    }

    /** ½ x (1 + tanh(√(2/π)(x + 0.044715 x³))). */
    private void gelu(float[] input) {
        for (int i = 0; i < y.length; i++) {
            float near = near(input[i]);
            y[i] = GELU_SCALE * (near + GELU_CUBE * near * near * near);
        }
        ELEMENTWISE.tangents(y, tangent, slope);
        for (int i = 0; i < y.length; i++) {
            float near = near(input[i]);
            float half = 0.5f * (1 + tangent[i]);
            y[i] = half * input[i];
            slope[i] = half + 0.5f * near * slope[i] * GELU_SCALE * (1 + 3 * GELU_CUBE * near * near);
        }
    }

    private static float near(float at) {
        return Math.max(-GELU_END, Math.min(GELU_END, at));
    }
}
