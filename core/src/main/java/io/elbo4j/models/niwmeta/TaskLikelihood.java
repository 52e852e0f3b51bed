package io.elbo4j.models.niwmeta;

import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.Posterior;

/** log p(rows of a task given its own weights), with the shared ones fixed. */
interface TaskLikelihood {

    /**
     * Value and gradient with respect to the own weights.
     *
     * @param own {@code [A]}
     */
    ValueGrad at(float[] own);

    /**
     * The gradient with respect to the shared weights, the mean over some values of the own ones.
     *
     * @param draws {@code [S, A]}
     * @return {@code [C]}
     */
    float[] sharedGradient(float[][] draws);

    /**
     * The derivative with respect to the shared weights of directionᵀ ∇ log p(rows), with the gradient in the own weights.
     *
     * @param direction {@code [A]}
     * @return {@code [C]}
     * @throws IllegalArgumentException when it is not to be had
     */
    float[] mixedDerivative(float[] own, double[] direction);

    /**
     * Gauss-Newton curvature of −log p, between coordinates too, times a vector.
     *
     * @throws IllegalArgumentException when it is not to be had
     */
    double[] curvatureTimes(float[] own, double[] direction);

    /** The network's outputs for the rows, {@code [rows, K]}. */
    float[] outputs(float[] own);

    /** Whether outputs are linear in the own weights and targets normal around them: predictions are then closed. */
    default boolean isLinearWithNormalNoise() {
        return false;
    }

    /**
     * The variance of each row's output under a belief about the own weights, {@code [rows]}; where outputs are linear in them.
     *
     * @throws IllegalArgumentException when it is not to be had
     */
    default double[] outputVariances(Posterior own) {
        throw new IllegalArgumentException(
                "niw-meta: outputs are not linear in these weights: weights=" + own.dimension() + "; predict by draws");
    }

    /**
     * The Gauss-Newton curvature of −log p, in nats.
     *
     * @param full whether as a matrix {@code [A, A]}, or its diagonal {@code [A]}
     * @throws IllegalArgumentException when it is not to be had in this form
     */
    double[] curvature(float[] own, boolean full);
}
