package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.kernel.Kernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the formulas in double precision, far out too. */
class KernelActivationTest {

    private static final double[] AT = {
        -1e20, -1e4, -50, -20, -10.1, -9.9, -5, -3, -1, -0.5, -1e-4, 0, 1e-4, 0.5, 1, 3, 5, 9.9, 10.1, 20, 50, 1e4, 1e20
    };

    private static double value(LayerSpec.Function function, double x) {
        return switch (function) {
            case RELU -> Math.max(x, 0);
            case TANH -> Math.tanh(x);
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case GELU -> 0.5 * x * (1 + Math.tanh(inner(x)));
        };
    }

    private static double slope(LayerSpec.Function function, double x) {
        return switch (function) {
            case RELU -> x > 0 ? 1 : 0;
            case TANH -> 1 - Math.pow(Math.tanh(x), 2);
            case SOFTPLUS -> 1 / (1 + Math.exp(-x));
            case GELU ->
                0.5 * (1 + Math.tanh(inner(x)))
                        + 0.5
                                * x
                                * (1 - Math.pow(Math.tanh(inner(x)), 2))
                                * Math.sqrt(2 / Math.PI)
                                * (1 + 3 * 0.044715 * x * x);
        };
    }

    private static double inner(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    @ParameterizedTest
    @EnumSource(LayerSpec.Function.class)
    void valuesAndSlopes_areThoseOfTheFormulas(LayerSpec.Function function) {
        int lanes = 64;
        KernelActivation layer = new KernelActivation(function, 1, lanes);
        float[] x = Kernels.activations(1, lanes);
        int from = Kernels.start(x);
        for (int i = 0; i < AT.length; i++) {
            x[from + i] = (float) AT[i];
        }
        float[] y = layer.forward(new float[0], x);
        float[] dy = new float[x.length];
        Arrays.fill(dy, 2);
        float[] dx = layer.backward(new float[0], dy, new float[0], true);
        for (int i = from; i < x.length; i++) {
            double expected = value(function, x[i]);
            assertEquals(expected, y[i], 4e-7 * Math.max(1, Math.abs(expected)), function + " at " + x[i]);
            assertEquals(2 * slope(function, x[i]), dx[i], 2e-6, function + " slope at " + x[i]);
        }
    }

    @Test
    void softplus_keepsItsDigitsFarBelow0() {
        KernelActivation layer = new KernelActivation(LayerSpec.Function.SOFTPLUS, 1, 16);
        float[] x = Kernels.activations(1, 16);
        for (int i = Kernels.start(x); i < x.length; i++) {
            x[i] = -5f * (i - Kernels.start(x));
        }
        float[] y = layer.forward(new float[0], x);
        float[] dy = new float[x.length];
        Arrays.fill(dy, 1);
        float[] dx = layer.backward(new float[0], dy, new float[0], true);
        for (int i = Kernels.start(x); i < x.length; i++) {
            double expected = value(LayerSpec.Function.SOFTPLUS, x[i]);
            assertEquals(1, y[i] / expected, 1e-6, "at " + x[i]);
            assertEquals(1, dx[i] / slope(LayerSpec.Function.SOFTPLUS, x[i]), 1e-6, "slope at " + x[i]);
        }
    }
}
