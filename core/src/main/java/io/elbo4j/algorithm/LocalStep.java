package io.elbo4j.algorithm;

import io.elbo4j.data.Shard;
import java.io.Serializable;

/** What one shard does in one round. Pure: the same arguments give the same bits, on any machine. */
@FunctionalInterface
public interface LocalStep<S, U> extends Serializable {

    /** The shard's contribution; a shard without rows gives the merge's identity. */
    U run(Round<S> round, Shard shard);

    /** What shards are told of the state at the start of a round; all of it, unless a step says otherwise. Runs on the coordinator. */
    default S told(Round<S> round) {
        return round.state();
    }
}
