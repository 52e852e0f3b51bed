package io.elbo4j.merge.rule;

import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.math.Sums;
import io.elbo4j.paper.Equation;
import java.util.Arrays;

/**
 * Weighted averages of draws (Scott et al. 2016): with W_k the inverse covariance of shard k's draws,
 * θ_s = (Σ W_k)⁻¹ Σ W_k θ_ks for each s. If shard k draws from N(m_k, W_k⁻¹) then θ_s has mean (ΣW)⁻¹ ΣW_k m_k and covariance
 * (ΣW)⁻¹ ΣW_k (ΣW)⁻¹ = (ΣW)⁻¹: the product of the shards' posteriors. The prior is shared out by rows; the paper gives each
 * of its equal shards 1 / M of it.
 */
public enum ConsensusMonteCarlo implements SumsMerge<Draws, Draws> {
    /** The only one. */
    INSTANCE;

    @Override
    public LocalTarget target(double rows, Shared shared) {
        return LocalTarget.priorByRows(rows, shared);
    }

    /** ΣW {@code [D, D]} and ΣWθ_s {@code [S, D]}; more draws than parameters are needed. */
    @Override
    public Sums contribution(Draws local) {
        int d = local.dimension();
        if (local.count() <= d) {
            throw new IllegalArgumentException("consensus: too few draws: draws=" + local.count() + " dimension=" + d
                    + "; the covariance needs more draws than parameters");
        }
        double[] weight = PositiveDefinite.of(local.covariance(), d).inverse();
        double[] weighted = new double[local.values().length];
        for (int s = 0; s < local.count(); s++) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    weighted[s * d + i] += weight[i * d + j] * local.values()[s * d + j];
                }
            }
        }
        return Sums.of(local.rows(), 0, weight, weighted);
    }

    @Override
    @Equation(paper = "Scott et al. 2016", number = "weighted average")
    public Draws finish(Shared shared, Sums combined) {
        if (combined.rows() == 0) {
            throw new IllegalArgumentException("consensus: no draws: shards=0; at least one shard must have rows");
        }
        int d = shared.prior().dimension();
        PositiveDefinite weight = PositiveDefinite.of(combined.arrays().get(0), d);
        double[] weighted = combined.arrays().get(1);
        double[] values = new double[weighted.length];
        for (int from = 0; from < values.length; from += d) {
            double[] draw = weight.solve(Arrays.copyOfRange(weighted, from, from + d));
            System.arraycopy(draw, 0, values, from, d);
        }
        return new Draws(combined.rows(), d, values);
    }

    @Override
    public Exactness exactness(ModelClass model) {
        return switch (model) {
            case CONJUGATE_FULL ->
                Exactness.exact("draws from the product of Gaussians, but for the error of covariances from few draws");
            case CONJUGATE_MEAN_FIELD ->
                Exactness.approximate(
                        "shards' independent normals do not say along which directions they know nothing");
            case NETWORK_MEAN_FIELD ->
                Exactness.approximate(
                        "averages of draws from posteriors that are not Gaussian, or have several modes, lie"
                                + " where none of them does");
        };
    }
}
