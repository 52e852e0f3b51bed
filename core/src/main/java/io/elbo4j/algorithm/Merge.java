package io.elbo4j.algorithm;

import java.io.Serializable;

/**
 * How contributions meet. {@link #combine} is associative and commutative with {@link #identity} (up to the rounding of
 * sums), and changes neither argument.
 */
public interface Merge<S, U> extends Serializable {

    /** The contribution of no data. */
    U identity();

    /** Both contributions together: sums, never means. */
    U combine(U left, U right);

    /** Whether a contribution has numbers to go on with: by its log likelihood, where it has one. */
    default boolean isFinite(U contribution) {
        return true;
    }

    /**
     * The next state. Division by counts, the prior and every other term that must count once happen here.
     *
     * @throws DivergedException when the state would not be finite
     */
    Outcome<S> finish(Round<S> round, U combined);
}
