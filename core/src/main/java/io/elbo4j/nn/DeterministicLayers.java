package io.elbo4j.nn;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Layers without random weights, as graphs. */
final class DeterministicLayers {

    /** Added to the variance in normalisation layers. */
    private static final double EPSILON = 1e-5;

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

    static SDVariable activation(SameDiff graph, LayerSpec.Function function, SDVariable x) {
        return switch (function) {
            case RELU -> graph.nn().relu(x, 0);
            case TANH -> graph.math().tanh(x);
            case SOFTPLUS -> graph.nn().softplus(x);
            case GELU -> graph.nn().gelu(x);
        };
    }

    /** (x − mean) / √(variance + ε), broadcast. */
    static SDVariable normalised(SameDiff graph, SDVariable x, SDVariable mean, SDVariable variance) {
        return x.sub(mean).div(graph.math().sqrt(variance.add(EPSILON)));
    }
}
