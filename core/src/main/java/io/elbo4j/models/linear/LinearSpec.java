package io.elbo4j.models.linear;

import java.io.Serializable;

/**
 * Bayesian linear regression: y = xᵀθ + noise, θ ~ prior.
 *
 * @param full whether the posterior has a full covariance, or a diagonal one (mean-field)
 * @param bias whether the constant 1 is one more input, with the same prior
 * @param noiseVariance of y, known
 * @param prior of the coefficients
 */
public record LinearSpec(boolean full, boolean bias, double noiseVariance, LinearPrior prior) implements Serializable {

    public LinearSpec {
        requirePositive("likelihood.noiseVariance", noiseVariance);
        if (prior instanceof LinearPrior.Isotropic isotropic) {
            requirePositive("prior.variance", isotropic.variance());
        }
    }

    /** With the prior N(0, priorVariance) for each coefficient. */
    public LinearSpec(boolean full, boolean bias, double noiseVariance, double priorVariance) {
        this(full, bias, noiseVariance, LinearPrior.isotropic(priorVariance));
    }

    private static void requirePositive(String key, double variance) {
        if (!(variance > 0)) {
            throw new IllegalArgumentException(
                    "linear regression: variance not positive: " + key + "=" + variance + "; use a number above 0");
        }
    }
}
