package io.elbo4j.nn;

import io.elbo4j.kernel.Elementwise;
import io.elbo4j.kernel.Kernels;

/** An elementwise function. */
final class KernelActivation implements KernelLayer {

    private static final Elementwise ELEMENTWISE = Elementwise.fastest();
    private static final double GELU_SCALE = Math.sqrt(2 / Math.PI);
    private static final double GELU_CUBE = 0.044715;

    private final LayerSpec.Function function;
    private final float[] y;
    private final float[] dx;
    private float[] x = new float[0];

    KernelActivation(LayerSpec.Function function, int features, int lanes) {
        this.function = function;
        y = Kernels.activations(features, lanes);
        dx = Kernels.activations(features, lanes);
    }

    @Override
    public float[] forward(float[] values, float[] input) {
        x = input;
        if (function == LayerSpec.Function.RELU) {
            ELEMENTWISE.relu(input, y);
            return y;
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) value(input[i]);
        }
        return y;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        if (function == LayerSpec.Function.RELU) {
            ELEMENTWISE.reluGradient(x, dy, dx);
            return dx;
        }
        for (int i = 0; i < y.length; i++) {
            dx[i] = (float) (dy[i] * slope(x[i]));
        }
        return dx;
    }

    private double value(double at) {
        return switch (function) {
            case RELU -> Math.max(at, 0);
            case TANH -> Math.tanh(at);
            case SOFTPLUS -> Math.max(at, 0) + Math.log1p(Math.exp(-Math.abs(at)));
            case GELU -> 0.5 * at * (1 + Math.tanh(GELU_SCALE * (at + GELU_CUBE * at * at * at)));
        };
    }

    private double slope(double at) {
        return switch (function) {
            case RELU -> at > 0 ? 1 : 0;
            case TANH -> 1 - Math.tanh(at) * Math.tanh(at);
            case SOFTPLUS -> 1 / (1 + Math.exp(-at));
            case GELU -> {
                double t = Math.tanh(GELU_SCALE * (at + GELU_CUBE * at * at * at));
                yield 0.5 * (1 + t) + 0.5 * at * (1 - t * t) * GELU_SCALE * (1 + 3 * GELU_CUBE * at * at);
            }
        };
    }
}
