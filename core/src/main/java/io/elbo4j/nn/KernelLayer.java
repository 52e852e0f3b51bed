package io.elbo4j.nn;

import io.elbo4j.density.GradientRows;

/** One layer of a {@link KernelSession} with its buffers; activations are feature-major with the batch innermost. */
interface KernelLayer {

    /** The input's activations to the output's. */
    float[] forward(float[] values, float[] x);

    /**
     * The output's gradients to the input's.
     *
     * @param gradient {@code [A]}: the layer writes the entries of its own parameters
     * @param needed whether anybody reads the input's gradients
     * @return {@code [inputs, lanes]}; meaningless when not needed
     */
    float[] backward(float[] values, float[] dy, float[] gradient, boolean needed);

    /** Hands over the gradient of all weights, active or not; called between the passes. */
    default void wholeGradient(float[] dy, GradientRows rows) {}
}
