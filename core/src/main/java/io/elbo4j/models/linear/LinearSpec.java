package io.elbo4j.models.linear;

import java.io.Serializable;

/**
 * Bayesian linear regression: y = xᵀθ + noise, θ ~ N(0, priorVariance).
 *
 * @param full whether the posterior has a full covariance, or a diagonal one (mean-field)
 * @param bias whether the constant 1 is one more input, with the same prior
 * @param noiseVariance of y, known
 * @param priorVariance of each coefficient
 */
public record LinearSpec(boolean full, boolean bias, double noiseVariance, double priorVariance)
        implements Serializable {

    public LinearSpec {
        if (!(noiseVariance > 0 && priorVariance > 0)) {
            throw new IllegalArgumentException("linear regression: variance not positive: likelihood.noiseVariance="
                    + noiseVariance + " prior.variance=" + priorVariance + "; use numbers above 0");
        }
    }
}
