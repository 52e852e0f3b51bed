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

    /** Aθ − h: the gradient of what the quadratic takes away from the log likelihood, {@code [A]}. */
    double[] lossGradient(double[] theta) {
        int d = theta.length;
        boolean full = precision.length > d;
        double[] gradient = new double[d];
        for (int i = 0; i < d; i++) {
            gradient[i] = -precisionMean[i];
            for (int j = full ? 0 : i; j < (full ? d : i + 1); j++) {
                gradient[i] += precision[full ? i * d + j : i] * theta[j];
            }
        }
        return gradient;
    }

    /** Of rows that count so many times. */
    Quadratic times(double factor) {
        return new Quadratic(scaled(precision, factor), scaled(precisionMean, factor));
    }

    private static double[] scaled(double[] numbers, double factor) {
        return Arrays.stream(numbers).map(number -> number * factor).toArray();
    }

    boolean isFinite() {
        return Arrays.stream(precision).allMatch(Double::isFinite)
                && Arrays.stream(precisionMean).allMatch(Double::isFinite);
    }
}
