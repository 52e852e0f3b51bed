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
}
