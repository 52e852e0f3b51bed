package io.elbo4j.nn;

import io.elbo4j.density.ObservationModel;
import java.io.Serializable;
import java.util.List;

/**
 * A feed-forward network. A dense layer with the observation model's number of outputs is added at the end.
 *
 * @param input {@code [F]} or {@code [channels, height, width]}
 * @param layers in order, without the last dense one
 * @param bias whether dense and convolution layers have one
 * @param observation what the outputs mean
 */
public record NetworkSpec(List<Integer> input, List<LayerSpec> layers, boolean bias, ObservationModel observation)
        implements Serializable {

    public NetworkSpec {
        input = List.copyOf(input);
        layers = List.copyOf(layers);
        if ((input.size() != 1 && input.size() != 3) || input.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("network: input shape not understood: input=" + input
                    + "; use [features] or [channels, height, width]");
        }
    }

    /** F: numbers in a row of the input. */
    public int features() {
        return input.stream().reduce(1, Math::multiplyExact);
    }
}
