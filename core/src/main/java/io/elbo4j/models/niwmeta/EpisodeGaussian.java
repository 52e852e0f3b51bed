package io.elbo4j.models.niwmeta;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.family.Posterior;

/**
 * A normal over the weights of one episode.
 *
 * @param mean {@code [A]}
 * @param covariance {@code [A, A]}, or variances {@code [A]}
 */
record EpisodeGaussian(double[] mean, double[] covariance) {

    /** N(m₀, V₀ / n₀): what the expected precision n₀V₀⁻¹ says of an episode before its rows are seen. */
    static EpisodeGaussian expected(NormalInverseWishart belief) {
        return scaled(belief, 1 / belief.degrees());
    }

    /** N(m₀, V₀ / (n₀ + D + 2)): at the joint mode of the belief; D = 1 where coordinates are independent. */
    static EpisodeGaussian atMode(NormalInverseWishart belief) {
        int d = Shape.of(belief) == DiagonalShape.INSTANCE ? 1 : belief.mean().length;
        return scaled(belief, 1 / (belief.degrees() + d + 2));
    }

    static EpisodeGaussian scaled(NormalInverseWishart belief, double factor) {
        double[] covariance = belief.scale().clone();
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] *= factor;
        }
        return new EpisodeGaussian(belief.mean(), covariance);
    }

    int dimension() {
        return mean.length;
    }

    Posterior posterior() {
        return covariance.length == mean.length
                ? new DiagonalGaussian(mean, covariance)
                : new FullGaussian(mean, covariance);
    }
}
