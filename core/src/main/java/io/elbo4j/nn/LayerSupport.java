package io.elbo4j.nn;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.kernel.Connections;
import io.elbo4j.math.Supports;

/**
 * Where the weights and biases of a layer lie among the active values.
 *
 * @param block of all weights
 * @param from place of the first active weight
 * @param to behind the last one
 * @param biasFrom place of the first bias; −1 without biases
 */
record LayerSupport(ParameterBlock block, int from, int to, int biasFrom) {

    static LayerSupport of(NetworkPlan.Step step, ParameterLayout layout, int[] support) {
        ParameterBlock weights = block(layout, step.parameter("weight"));
        boolean bias = layout.blocks().stream().anyMatch(each -> each.name().equals(step.parameter("bias")));
        return new LayerSupport(
                weights,
                Supports.position(support, weights.offset()),
                Supports.position(support, weights.end()),
                bias
                        ? Supports.position(
                                support, block(layout, step.parameter("bias")).offset())
                        : -1);
    }

    private static ParameterBlock block(ParameterLayout layout, String name) {
        return layout.blocks().stream()
                .filter(each -> each.name().equals(name))
                .toList()
                .get(0);
    }

    /** The weights alone. */
    LayerSupport withoutBiases() {
        return new LayerSupport(block, from, to, -1);
    }

    /** The active weights by output. */
    Connections connections(int[] support, KernelPadding padding) {
        int rows = block.shape().get(0);
        int perRow = block.size() / rows;
        int[] rowFrom = new int[rows + 1];
        int[] input = new int[to - from];
        for (int k = 0; k < input.length; k++) {
            int index = support[from + k] - block.offset();
            rowFrom[index / perRow + 1]++;
            input[k] = padding.input(index % perRow);
        }
        for (int r = 0; r < rows; r++) {
            rowFrom[r + 1] += rowFrom[r];
        }
        return new Connections(rows, rowFrom, input, padding.shift(), padding.paddedInputs());
    }

    void read(float[] values, float[] weights, float[] bias) {
        System.arraycopy(values, from, weights, 0, weights.length);
        if (biasFrom >= 0) {
            System.arraycopy(values, biasFrom, bias, 0, bias.length);
        }
    }

    void write(float[] weightGradient, float[] biasGradient, float[] gradient) {
        System.arraycopy(weightGradient, 0, gradient, from, weightGradient.length);
        if (biasFrom >= 0) {
            System.arraycopy(biasGradient, 0, gradient, biasFrom, biasGradient.length);
        }
    }
}
