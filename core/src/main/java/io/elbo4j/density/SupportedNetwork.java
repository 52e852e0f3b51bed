package io.elbo4j.density;

import io.elbo4j.data.Features;

/** A network whose cost follows the active parameters, in training and in prediction. */
public interface SupportedNetwork extends Network, SupportedLogLikelihood {

    /**
     * Outputs for each row where all other parameters are exactly 0.
     *
     * @param support {@code [A]}: indices into θ, ascending
     * @param values {@code [A]}
     * @return {@code [rows, K]}
     */
    float[] outputs(int[] support, float[] values, Features features);

    /**
     * Outputs for each row where the weights that are not active are the spike of a spike and slab: normal about 0 (George and
     * McCulloch, JASA 88, 1993), drawn for each row in the layer's outputs, as in {@link LocalLogLikelihood}. The draw is a
     * function of the active values and of the row's own numbers, so that neither the order of rows nor their number matters.
     *
     * @param support {@code [A]}: indices into θ, ascending
     * @param values {@code [A]}
     * @param spikeSd standard deviation of each layer's absent weights, {@code [weight blocks of the layout]}
     * @return {@code [rows, K]}
     */
    float[] outputs(int[] support, float[] values, float[] spikeSd, Features features);
}
