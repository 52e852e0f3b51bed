package io.elbo4j.density;

import io.elbo4j.data.Batch;

/** A likelihood whose cost follows the active parameters. */
public interface SupportedLogLikelihood extends LogLikelihood {

    /**
     * Value and gradient where all other parameters are exactly 0.
     *
     * @param support {@code [A]}: indices into θ, ascending; calls with the same array are cheapest
     * @param values {@code [A]}
     * @return with a gradient {@code [A]}, with respect to the active parameters alone
     */
    ValueGrad onSupport(int[] support, float[] values, Batch batch);
}
