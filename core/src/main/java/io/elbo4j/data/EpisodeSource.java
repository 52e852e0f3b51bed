package io.elbo4j.data;

import java.io.Serializable;

/**
 * Where episodes come from. An episode is made within a shard, so nobody needs the rows of all: classes and tasks go whole to a
 * shard each (number c to shard c mod S). Episode e belongs to shard e mod S, so what is drawn depends on the seed, the id and the
 * number of shards, never on executors.
 */
@FunctionalInterface
public interface EpisodeSource extends Serializable {

    /**
     * The episodes of a shard; what is needed to draw many is worked out here, once.
     *
     * @throws IllegalArgumentException when the shard has rows, but too few for any episode
     */
    Episodes of(Shard shard);
}
