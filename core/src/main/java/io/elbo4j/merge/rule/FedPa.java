package io.elbo4j.merge.rule;

import io.elbo4j.math.Sums;
import io.elbo4j.paper.Equation;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.FullSite;
import io.elbo4j.site.GaussianSite;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Federated posterior averaging (Al-Shedivat et al., arXiv 2010.05273): θ ← θ − η · mean_k Σ_k⁻¹ (θ − m_k). In natural parameters a
 * client's part is Λ_k θ − h_k. At rest ΣΛ_k θ = Σh_k, which is the mode of the product of the clients' posteriors. It gives a mode
 * and no covariance. Clients have posteriors, or draws of them, from which shrinkage makes Gaussians ({@link Draws#shrunk}) whose
 * covariances are never formed.
 *
 * @param stepLength η; below 2 / the largest eigenvalue of the mean precision, or θ runs away
 */
public record FedPa(double stepLength) implements SumsMerge<FedPa.Client, double[]> {

    /**
     * A client in one round.
     *
     * @param theta {@code [D]}: where all clients are
     * @param belief the client's posterior
     */
    public record Client(double[] theta, GaussianSite belief) implements Serializable {}

    public FedPa {
        if (!(stepLength > 0) || Double.isInfinite(stepLength)) {
            throw new IllegalArgumentException(
                    "fedpa: step length not positive: stepLength=" + stepLength + "; use a finite number above 0");
        }
    }

    /** The prior by rows, so that it counts once; the paper has a flat one. */
    @Override
    public LocalTarget target(double rows, Shared shared) {
        return LocalTarget.priorByRows(rows, shared);
    }

    /**
     * Of a client that has draws.
     *
     * @param theta {@code [D]}: where all clients are
     * @param trust in the draws against the identity
     */
    public Sums contribution(double[] theta, Draws draws, double trust) {
        requireDimension(theta, draws.dimension());
        return Sums.of(1, 0, draws.shrunkPrecisionTimes(trust, theta));
    }

    private static void requireDimension(double[] theta, int dimension) {
        if (theta.length != dimension) {
            throw new IllegalArgumentException("fedpa: dimension mismatch: theta=" + theta.length + " belief="
                    + dimension + "; were both made for the same model?");
        }
    }

    @Override
    @Equation(paper = "arXiv:2010.05273", number = "client delta")
    public Sums contribution(Client client) {
        int d = client.belief().dimension();
        requireDimension(client.theta(), d);
        double[] delta = new double[d];
        if (client.belief() instanceof FullSite full) {
            for (int i = 0; i < d; i++) {
                delta[i] = -full.precisionMean()[i];
                for (int j = 0; j < d; j++) {
                    delta[i] += full.precision()[i * d + j] * client.theta()[j];
                }
            }
        } else {
            DiagonalSite diagonal = (DiagonalSite) client.belief();
            for (int k = 0; k < diagonal.support().length; k++) {
                int i = diagonal.support()[k];
                delta[i] = diagonal.precision()[k] * client.theta()[i] - diagonal.precisionMean()[k];
            }
        }
        return Sums.of(1, 0, delta);
    }

    /** How far θ moves, {@code [D]}. */
    @Override
    public double[] finish(Shared shared, Sums combined) {
        if (combined.rows() == 0) {
            return new double[shared.prior().dimension()];
        }
        return Arrays.stream(combined.arrays().get(0))
                .map(delta -> -stepLength * delta / combined.rows())
                .toArray();
    }

    @Override
    public Exactness exactness(ModelClass model) {
        return switch (model) {
            case CONJUGATE_FULL -> Exactness.atFixedPoint("θ at rest is the posterior's mode; there is no covariance");
            case CONJUGATE_MEAN_FIELD ->
                Exactness.approximate("the mode of a product of independent normals is not the posterior's");
            case NETWORK_MEAN_FIELD ->
                Exactness.approximate("clients' posteriors are not Gaussian, and few draws bias their covariances");
        };
    }
}
