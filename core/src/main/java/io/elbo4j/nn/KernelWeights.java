package io.elbo4j.nn;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.kernel.Connections;
import io.elbo4j.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/** A dense layer or a convolution on its active weights. */
final class KernelWeights implements KernelLayer {

    private static final Kernels KERNELS = Kernels.fastest();

    private final Connections forward;
    private final Connections backward;
    private final int[] order;
    /** Where this layer's weights and biases begin in the active values; −1 without biases. */
    private final int weightsFrom;

    private final int biasFrom;
    private final KernelPadding padding;
    private final int lanes;
    private final float[] weights;
    private final float[] transposed;
    private final float[] weightGradient;
    private final float[] bias;
    private final float[] biasGradient;
    private final float[] y;
    private final float[] dx;
    private float[] x = new float[0];

    KernelWeights(NetworkPlan.Step step, ParameterLayout layout, int[] support, int lanes) {
        ParameterBlock block = block(layout, step.parameter("weight"));
        weightsFrom = position(support, block.offset());
        int end = position(support, block.end());
        biasFrom = layout.blocks().stream().anyMatch(each -> each.name().equals(step.parameter("bias")))
                ? position(support, block(layout, step.parameter("bias")).offset())
                : -1;
        padding = KernelPadding.of(step, lanes);
        int rows = block.shape().get(0);
        int perRow = block.size() / rows;
        int[] from = new int[rows + 1];
        int[] input = new int[end - weightsFrom];
        for (int k = 0; k < input.length; k++) {
            int index = support[weightsFrom + k] - block.offset();
            from[index / perRow + 1]++;
            input[k] = padding.input(index % perRow);
        }
        for (int r = 0; r < rows; r++) {
            from[r + 1] += from[r];
        }
        this.lanes = lanes;
        forward = new Connections(rows, from, input, padding.shift(), padding.paddedInputs());
        order = new int[input.length];
        backward = forward.positions() == 1 ? forward.transposed(order) : forward;
        weights = new float[input.length];
        transposed = new float[input.length];
        weightGradient = new float[input.length];
        bias = new float[rows];
        biasGradient = new float[rows];
        y = new float[rows * forward.positions() * lanes];
        dx = new float[padding.paddedInputs() * lanes];
    }

    private static ParameterBlock block(ParameterLayout layout, String name) {
        List<ParameterBlock> found = layout.blocks().stream()
                .filter(each -> each.name().equals(name))
                .toList();
        return found.get(0);
    }

    private static int position(int[] support, int index) {
        int found = Arrays.binarySearch(support, index);
        return found < 0 ? -found - 1 : found;
    }

    @Override
    public float[] forward(float[] values, float[] input) {
        x = padding.padded(input);
        System.arraycopy(values, weightsFrom, weights, 0, weights.length);
        if (biasFrom >= 0) {
            System.arraycopy(values, biasFrom, bias, 0, bias.length);
        }
        KERNELS.forward(forward, weights, bias, x, y, lanes);
        return y;
    }

    @Override
    public float[] backward(float[] values, float[] dy, float[] gradient, boolean needed) {
        KERNELS.weightGradient(forward, x, dy, weightGradient, lanes);
        System.arraycopy(weightGradient, 0, gradient, weightsFrom, weightGradient.length);
        if (biasFrom >= 0) {
            KERNELS.biasGradient(forward, dy, biasGradient, lanes);
            System.arraycopy(biasGradient, 0, gradient, biasFrom, biasGradient.length);
        }
        return needed ? inputGradient(dy) : dx;
    }

    private float[] inputGradient(float[] dy) {
        if (forward.positions() == 1) {
            // Read from the inputs' side, a dense layer's gradient is a forward pass: nothing is read twice.
            for (int k = 0; k < order.length; k++) {
                transposed[k] = weights[order[k]];
            }
            KERNELS.forward(backward, transposed, new float[backward.rows()], dy, dx, lanes);
            return dx;
        }
        Arrays.fill(dx, 0);
        KERNELS.inputGradient(forward, weights, dy, dx, lanes);
        return padding.unpadded(dx);
    }
}
