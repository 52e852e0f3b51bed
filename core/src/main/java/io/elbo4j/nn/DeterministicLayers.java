package io.elbo4j.nn;

import io.elbo4j.samediff.SpecialFunctions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Layers without random weights, as graphs. */
final class DeterministicLayers {

    /** Added to the variance in normalisation layers. */
    static final double EPSILON = 1e-5;

    private DeterministicLayers() {}

    static SDVariable pool(SameDiff graph, LayerSpec.Pool pool, SDVariable x) {
        Pooling2DConfig config = Pooling2DConfig.builder()
                .kH(pool.kernel())
                .kW(pool.kernel())
                .sH(pool.stride())
                .sW(pool.stride())
                .paddingMode(PaddingMode.VALID)
                .isNHWC(false)
                .build();
        return pool.max() ? graph.cnn().maxPooling2d(x, config) : graph.cnn().avgPooling2d(x, config);
    }

    /**
     * Elementwise functions, written out where ND4J's own are slow or not finite: its ReLU spends six times as long on the
     * gradient, its softplus overflows from 89 on, and its GELU's gradient is NaN from 50 on.
     */
    static SDVariable activation(SameDiff graph, LayerSpec.Function function, SDVariable x) {
        return switch (function) {
            case RELU -> SpecialFunctions.relu(x);
            case TANH -> graph.math().tanh(x);
            case SOFTPLUS -> SpecialFunctions.softplus(x);
            case GELU -> gelu(graph, x);
        };
    }

    /** x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))) (Hendrycks and Gimpel, arXiv 1606.08415v5, section 2). */
    private static SDVariable gelu(SameDiff graph, SDVariable x) {
        SDVariable cubic = x.mul(x).mul(0.044715).add(1).mul(x);
        return x.mul(graph.math().tanh(cubic.mul(Math.sqrt(2 / Math.PI))).add(1))
                .mul(0.5);
    }

    /** √(variance + ε). */
    static SDVariable standardDeviation(SameDiff graph, SDVariable variance) {
        return graph.math().sqrt(variance.add(EPSILON));
    }
}
