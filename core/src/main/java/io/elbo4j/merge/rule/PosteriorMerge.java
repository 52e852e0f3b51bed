package io.elbo4j.merge.rule;

import java.io.Serializable;

/**
 * A rule for making one belief of many. Contributions are a commutative monoid up to rounding; {@link #combine} changes
 * neither argument.
 *
 * @param <L> what a shard has at the end of its work
 * @param <U> what it sends
 * @param <R> the result
 */
public interface PosteriorMerge<L, U, R> extends Serializable {

    /**
     * What a shard must infer for this rule to be right.
     *
     * @param rows of the shard, above 0
     */
    LocalTarget target(double rows, Shared shared);

    /** What a shard sends. */
    U contribution(L local);

    /** The contribution of a shard without rows. */
    U identity();

    /** Both contributions together. */
    U combine(U left, U right);

    /**
     * The result of all contributions.
     *
     * @throws io.elbo4j.site.ImproperGaussianException when they make no distribution
     */
    R finish(Shared shared, U combined);

    /** What this rule promises. */
    Exactness exactness(ModelClass model);
}
