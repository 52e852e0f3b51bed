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

    /** Shape of one row's sign for each input that shares its weights over positions; broadcasts over the input. */
    List<Integer> inputSigns();

    /** Shape of one row's sign for each output unit or channel. */
    List<Integer> outputSigns();

    /** The map of a step that has weights. */
    static WeightedLayer of(SameDiff graph, NetworkPlan.Step step) {
        if (step.layer() instanceof LayerSpec.Conv2d conv) {
            return new Convolution(graph, conv, step.input().get(0));
        }
        return new DenseMap(graph, step.inputSize(), step.outputSize());
    }

    /** x {@code [B, inputs]}, weight {@code [outputs, inputs]}. */
    record DenseMap(SameDiff graph, int inputs, int outputs) implements WeightedLayer {

        @Override
        public SDVariable apply(SDVariable x, SDVariable weight, @Nullable SDVariable bias) {
            SDVariable sum = graph.linalg().mmul(x, weight, false, true, false);
            return bias == null ? sum : sum.add(bias);
        }

        @Override
        public List<Integer> inputSigns() {
            return List.of(inputs);
        }

        @Override
        public List<Integer> outputSigns() {
            return List.of(outputs);
        }
    }

    /** x {@code [B, inputs, H, W]}, weight {@code [outputs, inputs, kernel, kernel]}. */
    record Convolution(SameDiff graph, LayerSpec.Conv2d spec, int inputs) implements WeightedLayer {

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

        @Override
        public List<Integer> inputSigns() {
            return List.of(inputs, 1, 1);
        }

        @Override
        public List<Integer> outputSigns() {
            return List.of(spec.channels(), 1, 1);
        }
    }
}
