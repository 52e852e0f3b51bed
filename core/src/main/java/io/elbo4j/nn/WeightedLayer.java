package io.elbo4j.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/** A layer with weights as a linear map, for the mean, the variance and the perturbation alike. */
sealed interface WeightedLayer {

    /** {@code weight · x (+ bias)} for each row of x. */
    SDVariable apply(SDVariable x, SDVariable weight, @Nullable SDVariable bias);

    /** The map of the first step, over {@link Patches}. */
    static WeightedLayer ofPatches(SameDiff graph, NetworkPlan.Step step) {
        return new PatchProduct(graph, step.output());
    }

    /** The map of a step that has weights. */
    static WeightedLayer of(SameDiff graph, NetworkPlan.Step step) {
        if (step.layer() instanceof LayerSpec.Conv2d conv) {
            return new Convolution(graph, conv);
        }
        return new DenseMap(graph);
    }

    /** x {@code [B, inputs]}, weight {@code [outputs, inputs]}. */
    record DenseMap(SameDiff graph) implements WeightedLayer {

        @Override
        public SDVariable apply(SDVariable x, SDVariable weight, @Nullable SDVariable bias) {
            SDVariable sum = graph.linalg().mmul(x, weight, false, true, false);
            return bias == null ? sum : sum.add(bias);
        }
    }

    /** x {@code [B, inputs, H, W]}, weight {@code [outputs, inputs, kernel, kernel]}. */
    record Convolution(SameDiff graph, LayerSpec.Conv2d spec) implements WeightedLayer {

        @Override
        public SDVariable apply(SDVariable x, SDVariable weight, @Nullable SDVariable bias) {
            Conv2DConfig config = Conv2DConfig.builder()
                    .kH(spec.kernel())
                    .kW(spec.kernel())
                    .sH(spec.stride())
                    .sW(spec.stride())
                    .paddingMode(spec.same() ? PaddingMode.SAME : PaddingMode.VALID)
                    .dataFormat("NCHW")
                    .build();
            // The gradient op knows only [height, width, inputs, outputs], whatever weightsFormat says.
            SDVariable kernel = weight.permute(2, 3, 1, 0);
            return bias == null
                    ? graph.cnn().conv2d(x, kernel, config)
                    : graph.cnn().conv2d(x, kernel, bias, config);
        }
    }

    /** x as {@link Patches}, weight {@code [outputs, inputs, kernel, kernel]}. */
    record PatchProduct(SameDiff graph, List<Integer> output) implements WeightedLayer {

        @Override
        public SDVariable apply(SDVariable x, SDVariable weight, @Nullable SDVariable bias) {
            int channels = output.get(0);
            SDVariable sum = weight.reshape(channels, -1).mmul(x);
            SDVariable shifted = bias == null ? sum : sum.add(bias.reshape(channels, 1));
            return shifted.reshape(channels, -1, output.get(1), output.get(2)).permute(1, 0, 2, 3);
        }
    }
}
