package io.elbo4j.algorithm;

/** Sees each round's outcome: progress, history and early stopping live here, outside the algorithm. */
@FunctionalInterface
public interface RoundListener<S> {

    /**
     * Called after each round.
     *
     * @return whether to go on
     */
    boolean completed(int round, Outcome<S> outcome);
}
