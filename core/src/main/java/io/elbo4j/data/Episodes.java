package io.elbo4j.data;

import io.elbo4j.math.Key;

/** The episodes that one shard can make. Any number can be asked for, in any order. */
public interface Episodes {

    /** Whether the shard has nothing to make episodes of. */
    boolean isEmpty();

    /**
     * An episode: a function of (key, id, the shard's rows) alone.
     *
     * @param key of the whole run's episodes, the same for all ids
     * @param id from 0
     * @throws IllegalArgumentException when the rows do not suffice
     */
    Episode at(Key key, long id);
}
