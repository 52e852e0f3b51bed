package io.elbo4j.merge.rule;

import io.elbo4j.family.Posterior;
import io.elbo4j.math.Sums;
import io.elbo4j.paper.Equation;
import io.elbo4j.site.GaussianSite;

/** Rules that add up natural parameters. Without contributions the result is the prior. */
public enum NaturalMerge implements SumsMerge<LocalPosterior, Posterior> {
    /**
     * Partitioned inference: η₀ + Σ (η_k − η_start), where start is the prior in the first round and the cavity later. Conjugate:
     * η_k − η_start = (h_k, Λ_k) whatever start was.
     */
    SITE_PRODUCT {
        @Override
        public Sums contribution(LocalPosterior local) {
            return SumsMerge.of(1, local.belief().minus(local.start()));
        }

        @Override
        GaussianSite merged(Shared shared, Sums combined) {
            return shared.prior().plus(SumsMerge.site(combined, shared.prior()));
        }

        @Override
        public Exactness exactness(ModelClass model) {
            return model == ModelClass.CONJUGATE_FULL
                    ? Exactness.exact("a shard's site is its likelihood, whatever the other shards say")
                    : Exactness.atFixedPoint(
                            "sites at rest are a stationary point of the bound on all data; one round is not");
        }
    },

    /**
     * Bayesian committee machine: every shard uses the whole prior, and all but one of the priors are divided out:
     * Σ η_k − (M − 1) η₀ = Σ (η₀ + (h_k, Λ_k)) − (M − 1) η₀. With approximate η_k the precision may become negative.
     */
    COMMITTEE {
        @Override
        @Equation(paper = "Tresp 2000", number = "committee")
        GaussianSite merged(Shared shared, Sums combined) {
            return SumsMerge.site(combined, shared.prior()).minus(shared.prior().times(combined.rows() - 1));
        }
    },

    /** Committee machine with the prior shared out by rows: Σ η_k = Σ ((N_k / N) η₀ + (h_k, Λ_k)). */
    COMMITTEE_SPLIT {
        @Override
        public LocalTarget target(double rows, Shared shared) {
            return LocalTarget.priorByRows(rows, shared);
        }

        @Override
        GaussianSite merged(Shared shared, Sums combined) {
            return SumsMerge.site(combined, shared.prior());
        }
    },

    /** Every shard guesses the whole posterior: Σ (N_k / N) η_k = Σ (N_k / N) (η₀ + (N / N_k) (h_k, Λ_k)). */
    POWERED_AVERAGE {
        @Override
        public LocalTarget target(double rows, Shared shared) {
            return LocalTarget.likelihoodByRows(rows, shared);
        }

        @Override
        public Sums contribution(LocalPosterior local) {
            return SumsMerge.of(local.rows(), local.belief());
        }
    },

    /**
     * The mean of the natural parameters without a power: η₀ + (1 / M) Σ (h_k, Λ_k). This is one round of partitioned inference from
     * the prior with damping 1 / M, and not the posterior: about M times too wide.
     */
    PLAIN_AVERAGE {
        @Override
        public Exactness exactness(ModelClass model) {
            return Exactness.approximate("each row counts 1 / M times: too wide by about the number of shards,"
                    + " and pulled to the prior's mean");
        }
    };

    @Override
    public LocalTarget target(double rows, Shared shared) {
        return LocalTarget.WHOLE_PRIOR;
    }

    @Override
    public Sums contribution(LocalPosterior local) {
        return SumsMerge.of(1, local.belief());
    }

    /** The mean, by the weights of the contributions. */
    GaussianSite merged(Shared shared, Sums combined) {
        return SumsMerge.site(combined, shared.prior()).times(1 / combined.rows());
    }

    @Override
    public Exactness exactness(ModelClass model) {
        return switch (model) {
            case CONJUGATE_FULL -> Exactness.exact("natural parameters of Gaussian posteriors add up");
            case CONJUGATE_MEAN_FIELD ->
                Exactness.approximate("precisions are those of the best independent normals, means are not:"
                        + " shards cannot say along which directions they know nothing");
            case NETWORK_MEAN_FIELD ->
                Exactness.approximate("shards never correct each other, and their posteriors are not Gaussian");
        };
    }

    @Override
    public Posterior finish(Shared shared, Sums combined) {
        return (combined.rows() == 0 ? shared.prior() : merged(shared, combined)).posterior();
    }
}
