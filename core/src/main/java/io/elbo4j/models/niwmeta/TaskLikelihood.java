package io.elbo4j.models.niwmeta;

import io.elbo4j.density.ValueGrad;

/** log p(rows of a task given its own weights), with the shared ones fixed. */
interface TaskLikelihood {

    /**
     * Value and gradient with respect to the own weights.
     *
     * @param own {@code [A]}
     */
    ValueGrad at(float[] own);

    /** Value and gradient with respect to all parameters, {@code [D]}. */
    ValueGrad whole(float[] own);

    /**
     * The Gauss-Newton curvature of −log p, in nats.
     *
     * @param full whether as a matrix {@code [A, A]}, or its diagonal {@code [A]}
     * @throws IllegalArgumentException when it is not to be had in this form
     */
    double[] curvature(float[] own, boolean full);
}
