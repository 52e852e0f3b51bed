package io.elbo4j.models.niwmeta;

import java.util.Arrays;

/**
 * The log likelihood of an episode's rows as a quadratic in its own weights: −½ θᵀAθ + θᵀh + constant. By (A, h) and not by the
 * maximum Ā⁻¹h, which need not exist: few rows say nothing of many directions.
 *
 * @param precision A, {@code [A, A]}, or its diagonal {@code [A]}
 * @param precisionMean h = A · m̄, {@code [A]}
 */
record Quadratic(double[] precision, double[] precisionMean) {

    boolean isFinite() {
        return Arrays.stream(precision).allMatch(Double::isFinite)
                && Arrays.stream(precisionMean).allMatch(Double::isFinite);
    }
}
