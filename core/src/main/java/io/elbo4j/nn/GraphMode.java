package io.elbo4j.nn;

/** What a graph computes; each has its own static graph. */
enum GraphMode {
    /** Outputs with running moments; no gradient. */
    PREDICTION,
    /** Gradient at a point, with the moments of the batch. */
    POINT,
    /** Gradients with respect to means and variances of weights whose randomness sits in the pre-activations. */
    LOCAL,
    /** Gradients with respect to means and a perturbation that random signs decorrelate between the rows. */
    FLIPOUT;

    /** Whether a second vector of parameters goes in. */
    boolean hasSpread() {
        return this == LOCAL || this == FLIPOUT;
    }
}
