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

    /**
     * The gradient with respect to all parameters at the same point. The passes through the network cost what the active
     * parameters cost; only the products that make the gradient are dense.
     *
     * @param rows takes each piece once, in any order; what is not handed over is 0
     * @return Σ log likelihood, nats
     */
    double wholeGradient(int[] support, float[] values, Batch batch, GradientRows rows);
}
