package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import java.io.Serializable;
import org.hipparchus.special.Gamma;

/** The arithmetic of beliefs of one shape: independent coordinates, or full matrices. */
sealed interface Shape extends Serializable permits DiagonalShape, FullShape {

    static Shape of(NormalInverseWishart belief) {
        return belief.scale().length == belief.mean().length ? DiagonalShape.INSTANCE : FullShape.INSTANCE;
    }

    /** The posterior of an episode: V = (A + Λ)⁻¹, m = V (h + Λ m₀), with Λ the precision of the prior. */
    EpisodeGaussian local(EpisodeGaussian prior, Quadratic fit);

    /** E over the belief of KL(local ‖ N(μ, Σ)), in nats. */
    double expectedKlNats(NormalInverseWishart belief, EpisodeGaussian local);

    /** A square root of the covariance: θ = m + root · noise. */
    double[] root(EpisodeGaussian local);

    /** m + root · noise. */
    double[] at(EpisodeGaussian local, double[] root, double[] noise);

    /**
     * Adds what one draw says of d E[l] / dV, by Price's theorem: ½ V⁻¹(θ − m) gᵀ, made symmetric.
     *
     * @param gradient g = dl / dθ at the draw, {@code [A]}
     * @param into the sum, in the shape of the covariance
     */
    void addCovarianceGradient(double[] root, double[] noise, double[] gradient, double weight, double[] into);

    /**
     * The gradient of a loss F(m, V) + kl · KL with respect to m₀ and to the prior's covariance, through the
     * closed form of m and V, with A and h held fixed.
     *
     * @param meanGradient dF / dm, {@code [A]}
     * @param covarianceGradient dF / dV, in the shape of the covariance
     * @param kl weight of the divergence
     */
    GlobalGradient gradient(
            EpisodeGaussian prior,
            EpisodeGaussian local,
            Quadratic fit,
            double[] meanGradient,
            double[] covarianceGradient,
            double kl);

    /** A gradient with respect to a covariance in the coordinates along which it moves. */
    double[] inCoordinates(double[] covariance, double[] gradient);

    /**
     * A covariance moved along its coordinates.
     *
     * @param step in the coordinates of {@link #inCoordinates}
     */
    double[] moved(double[] covariance, double[] step);

    /** δδᵀ + V in the shape of the covariance. */
    double[] secondMoment(EpisodeGaussian local, double[] centre);

    /** A Student t as a normal: the scale divided by the expected weight of each of its gamma variables under θ ~ local. */
    EpisodeGaussian reweighted(EpisodeGaussian scale, double degrees, EpisodeGaussian local);

    /** Σ over j of ψ(n/2 + (1 − j)/2), j = 1 .. d: E log |Σ| = log |V₀| − d log 2 − this. */
    static double multivariateDigamma(double degrees, int dimension) {
        double sum = 0;
        for (int j = 0; j < dimension; j++) {
            sum += Gamma.digamma(0.5 * (degrees - j));
        }
        return sum;
    }
}
