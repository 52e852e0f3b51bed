package io.elbo4j.algorithm;

import io.elbo4j.math.Key;

/** Runs rounds. Every runner gives the same bits for the same algorithm, shards and key. */
public interface Runner {

    /**
     * Runs the rounds from (inclusive) to (exclusive), unless the listener stops them before.
     *
     * @return the state after the last round
     * @throws DivergedException from {@link Merge#finish}
     */
    <S, U> S run(Algorithm<S, U> algorithm, S initial, int from, int to, Key key, RoundListener<S> listener);
}
