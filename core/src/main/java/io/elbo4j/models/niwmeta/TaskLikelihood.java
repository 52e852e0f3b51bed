package io.elbo4j.models.niwmeta;

import io.elbo4j.density.ValueGrad;
import java.util.Optional;

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

    /** The rows by their inputs, where outputs are linear in the own weights and targets normal around them: then all is closed. */
    default Optional<LinearRows> linear() {
        return Optional.empty();
    }

    /**
     * The chain rule from linear rows to the shared weights.
     *
     * @param byInput gradient of a function of {@link LinearRows#inputs}, {@code [rows, A]}
     * @param byLogNoise and of the log of the noise's variance
     * @return {@code [C]}
     * @throws IllegalArgumentException when rows are not linear
     */
    default float[] sharedGradient(double[] byInput, double byLogNoise) {
        throw new IllegalArgumentException("niw-meta: rows are not linear in the own weights; use draws of them");
    }

    /** The diagonal of the Gauss-Newton curvature of −log p, {@code [A]}, in nats. */
    double[] curvature(float[] own);
}
