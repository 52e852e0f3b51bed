package io.elbo4j.merge.rule;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Sums;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.ImproperGaussianException;
import java.util.function.DoubleUnaryOperator;

/** Averages of independent normals by their means and a measure of spread, weighted by rows. */
public enum MeanAndSpread implements SumsMerge<LocalPosterior, Posterior> {
    /**
     * Means and standard deviations ("federated averaging of variational parameters"). This is the Wasserstein-2 barycentre: for
     * independent normals the squared distance is Σ (μ − μ_k)² + (σ − σ_k)², least at the means of both.
     */
    STANDARD_DEVIATION(Math::sqrt, sd -> sd * sd),

    /** Means and precisions, as {@link io.elbo4j.merge.WeightedMean} does. */
    PRECISION(variance -> 1 / variance, precision -> 1 / precision);

    private final DoubleUnaryOperator spread;
    private final DoubleUnaryOperator variance;

    MeanAndSpread(DoubleUnaryOperator spread, DoubleUnaryOperator variance) {
        this.spread = spread;
        this.variance = variance;
    }

    @Override
    public LocalTarget target(double rows, Shared shared) {
        return LocalTarget.likelihoodByRows(rows, shared);
    }

    @Override
    public Sums contribution(LocalPosterior local) {
        if (!(local.belief() instanceof DiagonalSite diagonal)) {
            throw new IllegalArgumentException("merge: not independent normals: shard=" + local.shard() + " belief="
                    + local.belief() + "; use FullBarycentre, or another rule, for full covariances");
        }
        DiagonalGaussian q = diagonal.posterior();
        double[] means = new double[q.dimension()];
        double[] spreads = new double[q.dimension()];
        for (int i = 0; i < means.length; i++) {
            means[i] = local.rows() * q.mean()[i];
            spreads[i] = local.rows() * spread.applyAsDouble(q.variance()[i]);
        }
        return Sums.of(local.rows(), 0, means, spreads);
    }

    @Override
    public Posterior finish(Shared shared, Sums combined) {
        if (combined.rows() == 0) {
            return shared.prior().posterior();
        }
        double[] means = combined.arrays().get(0).clone();
        double[] variances = combined.arrays().get(1).clone();
        for (int i = 0; i < means.length; i++) {
            means[i] /= combined.rows();
            variances[i] = variance.applyAsDouble(variances[i] / combined.rows());
            if (!(variances[i] > 0) || Double.isInfinite(variances[i])) {
                throw new ImproperGaussianException(i, 1 / variances[i]);
            }
        }
        return new DiagonalGaussian(means, variances);
    }

    @Override
    public Exactness exactness(ModelClass model) {
        return Exactness.approximate(
                "a shard that knows a parameter well moves its mean no more than one that does not;"
                        + " right only where all shards have the same variances");
    }
}
