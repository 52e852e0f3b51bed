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

    /**
     * E log p(rows) under the local normal, in nats: log p at its mean − ½ tr(AV). Exact where the quadratic is.
     *
     * @param task of the rows that the quadratic is of
     */
    double expectedLogLik(TaskLikelihood task, EpisodeGaussian local) {
        double trace = 0;
        for (int i = 0; i < precision.length; i++) {
            trace += precision[i] * local.covariance()[i];
        }
        return task.at(EpisodeFit.single(local.mean())).logLikSum() - 0.5 * trace;
    }

    boolean isFinite() {
        return Arrays.stream(precision).allMatch(Double::isFinite)
                && Arrays.stream(precisionMean).allMatch(Double::isFinite);
    }
}
