package io.elbo4j.merge.rule;

import io.elbo4j.family.Posterior;
import io.elbo4j.math.Sums;
import io.elbo4j.site.GaussianSite;

/**
 * The sum of gradients, in natural parameters: shard k sends g_k, the gradient of E_q log p(D_k given θ) in the mean parameters of the
 * current belief q, and η ← (1 − ρ) η + ρ (η₀ + Σ g_k) is a step along the natural gradient of the bound on all data. For a Gaussian
 * likelihood and a full covariance g_k = (h_k, Λ_k). Which shard a row is in makes no difference: data-parallel.
 *
 * @param stepLength ρ in (0, 1]
 */
public record NaturalGradientSum(double stepLength) implements SumsMerge<GaussianSite, Posterior> {

    public NaturalGradientSum {
        if (!(stepLength > 0 && stepLength <= 1)) {
            throw new IllegalArgumentException("natural gradient: step length out of range: stepLength=" + stepLength
                    + "; use a number in (0, 1]");
        }
    }

    /** No prior: it counts once, at the coordinator. */
    @Override
    public LocalTarget target(double rows, Shared shared) {
        return new LocalTarget(0, 1);
    }

    @Override
    public Sums contribution(GaussianSite gradient) {
        return SumsMerge.of(1, gradient);
    }

    @Override
    public Posterior finish(Shared shared, Sums combined) {
        GaussianSite target =
                combined.rows() == 0 ? shared.prior() : shared.prior().plus(SumsMerge.site(combined, shared.prior()));
        return shared.current()
                .times(1 - stepLength)
                .plus(target.times(stepLength))
                .posterior();
    }

    @Override
    public Exactness exactness(ModelClass model) {
        return model == ModelClass.CONJUGATE_FULL && stepLength == 1
                ? Exactness.exact("the gradient is the likelihood's natural parameters, and the step goes all the way")
                : Exactness.atFixedPoint("the step is that of one machine with all data");
    }
}
