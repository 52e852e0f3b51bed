package io.elbo4j.density;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Features;
import java.util.OptionalInt;

/** A likelihood that is an observation model on the outputs of a network. */
public interface Network extends LogLikelihood {

    /**
     * How many multiplications one row's outputs take for each weight of a block: 1 in a dense layer, the output positions in a
     * convolution, 0 where the block is not of weights. {@code [blocks of the layout]}
     */
    long[] multiplicationsPerWeight();

    /** How outputs become a distribution of the target. */
    ObservationModel observation();

    /** Where in θ the observation model's own parameter lies, where it has one. */
    default OptionalInt sharedParameter() {
        String name = observation().sharedParameter();
        return layout().blocks().stream()
                .filter(block -> block.name().equals(name))
                .mapToInt(ParameterBlock::offset)
                .findFirst();
    }

    /**
     * Outputs for each row, with the running moments where a layer has them (as in prediction, not as in training).
     *
     * @param theta {@code [D]}; not written to
     * @return {@code [rows, K]}
     */
    float[] outputs(float[] theta, Features features);

    /** Outputs for the rows of a batch. */
    default float[] outputs(float[] theta, Batch batch) {
        return outputs(theta, batch.features());
    }
}
