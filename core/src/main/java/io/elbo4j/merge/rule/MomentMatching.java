package io.elbo4j.merge.rule;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.NiwStatistics;
import io.elbo4j.family.Posterior;
import io.elbo4j.site.DiagonalSite;

/**
 * The normal with mean and covariance of the mixture of the shards' posteriors, weighted by rows: mean Σ w m_k and covariance
 * Σ w (V_k + (m_k − m)(m_k − m)ᵀ), by the centred sums of {@link NiwStatistics}. A mixture says that one of the shards is right,
 * where the posterior says that all are: disagreement widens it.
 */
public enum MomentMatching implements PosteriorMerge<LocalPosterior, NiwStatistics, Posterior> {
    /** The only one. */
    INSTANCE;

    @Override
    public LocalTarget target(double rows, Shared shared) {
        return LocalTarget.likelihoodByRows(rows, shared);
    }

    @Override
    public NiwStatistics contribution(LocalPosterior local) {
        Posterior belief = local.belief().posterior();
        NiwStatistics one = belief instanceof FullGaussian full
                ? NiwStatistics.of(full.mean(), full.covariance())
                : NiwStatistics.of(((DiagonalGaussian) belief).mean(), ((DiagonalGaussian) belief).variance());
        return one.times(local.rows());
    }

    @Override
    public NiwStatistics identity() {
        return NiwStatistics.NONE;
    }

    @Override
    public NiwStatistics combine(NiwStatistics left, NiwStatistics right) {
        return left.plus(right);
    }

    @Override
    public Posterior finish(Shared shared, NiwStatistics combined) {
        if (combined.count() == 0) {
            return shared.prior().posterior();
        }
        double[] covariance = new double[combined.scatter().length];
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] = (combined.scatter()[i] + combined.covarianceSum()[i]) / combined.count();
        }
        return shared.prior() instanceof DiagonalSite
                ? new DiagonalGaussian(combined.mean(), covariance)
                : new FullGaussian(combined.mean(), covariance);
    }

    @Override
    public Exactness exactness(ModelClass model) {
        return Exactness.approximate(
                "it describes the mixture of the shards' posteriors, not their product: it widens where"
                        + " shards disagree");
    }
}
