package io.elbo4j.models.pvi;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.paper.Equation;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.FullSite;
import io.elbo4j.site.GaussianSite;

/**
 * The local optimum of linear regression y = xᵀθ + noise in closed form, for a full covariance or mean-field: the family is the
 * cavity's.
 *
 * @param noiseVariance of y, known
 * @param bias whether the constant 1 is one more input
 */
public record LinearOptimum(double noiseVariance, boolean bias) implements LocalOptimum {

    public LinearOptimum {
        if (!(noiseVariance > 0) || Double.isInfinite(noiseVariance)) {
            throw new IllegalArgumentException("pvi: variance not positive: likelihood.noiseVariance=" + noiseVariance
                    + "; use a finite number above 0");
        }
    }

    /**
     * Full covariance: (h_k, Λ_k), whatever the cavity is. Mean-field with cavity (h, λ): the target has precision
     * diag(λ) + Λ_k; the best independent normals have its exact mean m and the diagonal of its precision, so the site has
     * precision diag(Λ_k) and precision × mean (λ + diag(Λ_k)) ∘ m − h.
     */
    @Override
    @Equation(paper = "arXiv:2202.12275", number = "local optimum")
    public GaussianSite site(Shard shard, GaussianSite cavity) {
        FullSite likelihood = likelihood(shard.examples());
        int d = likelihood.dimension();
        if (cavity.dimension() != d) {
            throw new IllegalArgumentException("pvi: dimension mismatch: shard=" + shard.index() + " inputs=" + d
                    + " prior=" + cavity.dimension() + "; the prior has one number an input, and one for the bias");
        }
        if (!likelihood.isFinite()) {
            throw new IllegalArgumentException("pvi: statistics not finite: shard=" + shard.index() + " rows="
                    + shard.examples().rows() + " noiseVariance=" + noiseVariance
                    + "; raise likelihood.noiseVariance, or look for overflow in the data of this shard");
        }
        if (!(cavity instanceof DiagonalSite rest)) {
            return likelihood;
        }
        double[] target = likelihood.precision().clone();
        double[] rightSide = likelihood.precisionMean().clone();
        for (int k = 0; k < rest.support().length; k++) {
            int i = rest.support()[k];
            target[i * d + i] += rest.precision()[k];
            rightSide[i] += rest.precisionMean()[k];
        }
        double[] precisionMean = PositiveDefinite.of(target, d).solve(rightSide);
        double[] precision = new double[d];
        for (int i = 0; i < d; i++) {
            precision[i] = likelihood.precision()[i * d + i];
            precisionMean[i] *= target[i * d + i];
        }
        for (int k = 0; k < rest.support().length; k++) {
            precisionMean[rest.support()[k]] -= rest.precisionMean()[k];
        }
        return DiagonalSite.dense(precisionMean, precision);
    }

    /** h = Xᵀy / σ², Λ = XᵀX / σ². */
    private FullSite likelihood(Batch batch) {
        int inputs = batch.width();
        int d = inputs + (bias ? 1 : 0);
        double[] precisionMean = new double[d];
        double[] precision = new double[d * d];
        double[] x = new double[d];
        float[] features = batch.features().dense();
        x[d - 1] = 1;
        for (int r = 0; r < batch.rows(); r++) {
            for (int f = 0; f < inputs; f++) {
                x[f] = features[r * inputs + f];
            }
            for (int i = 0; i < d; i++) {
                precisionMean[i] += x[i] * batch.targets()[r] / noiseVariance;
                for (int j = 0; j < d; j++) {
                    precision[i * d + j] += x[i] * x[j] / noiseVariance;
                }
            }
        }
        return new FullSite(d, precisionMean, precision);
    }
}
