package io.elbo4j.nn;

/** A layer with weights, of which only some are there. */
interface KernelWeighted extends KernelLayer {

    /**
     * What each output would be of if all weights had variance 1 and those that are there had none: the sum of the squares of
     * the inputs that it does not read.
     *
     * @param x the input of the last forward pass
     * @return {@code [outputs, lanes]}
     */
    float[] absentSquares(float[] x);
}
