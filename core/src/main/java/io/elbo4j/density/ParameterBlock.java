package io.elbo4j.density;

import java.io.Serializable;
import java.util.List;

/**
 * One array of a network within the flat parameter vector.
 *
 * @param name unique, for example {@code 0.dense.weight}
 * @param shape row-major; a dense weight is {@code [outputs, inputs]}, a convolution's {@code [outputs, inputs, height, width]}
 * @param offset of the first element in the flat vector
 * @param role what it is to inference
 * @param fanIn inputs of one output unit (of a weight; 1 otherwise)
 * @param fanOut outputs that one input reaches (of a weight; 1 otherwise)
 * @param initial starting value of all elements where the role is not {@link Role#WEIGHT}
 */
public record ParameterBlock(
        String name, List<Integer> shape, int offset, Role role, int fanIn, int fanOut, float initial)
        implements Serializable {

    public ParameterBlock {
        shape = List.copyOf(shape);
        double end = offset + shape.stream().mapToDouble(each -> each).reduce(1, (a, b) -> a * b);
        if (end > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("network: more parameters than an array holds: block=" + name + " shape="
                    + shape + " most=" + Integer.MAX_VALUE + "; take smaller layers");
        }
    }

    /** How many numbers. */
    public int size() {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        return size;
    }

    /** Offset of the first element after this block. */
    public int end() {
        return offset + size();
    }
}
