package io.elbo4j.merge;

import io.elbo4j.data.Shard;
import java.io.Serializable;

/**
 * Which shards work in a round, and how old the sites are that they see.
 *
 * @param sequential whether one shard works a round, in order of index; otherwise all do
 * @param staleness how many rounds old at most; 0 for the newest
 */
public record Turns(boolean sequential, int staleness) implements Serializable {

    /** All shards a round, each from the newest sites. */
    public static final Turns SYNCHRONOUS = new Turns(false, 0);

    /** One shard a round, from the newest sites. */
    public static final Turns SEQUENTIAL = new Turns(true, 0);

    public Turns {
        if (staleness < 0 || (sequential && staleness > 0)) {
            throw new IllegalArgumentException("pvi: no such schedule: sequential=" + sequential + " staleness="
                    + staleness + "; staleness is at least 0, and 0 when one shard works at a time");
        }
    }

    /** By the names of {@code merge.schedule}; {@code bounded-stale} sees sites of the last round or of the one before. */
    public static Turns parse(String schedule) {
        return switch (schedule) {
            case "synchronous" -> SYNCHRONOUS;
            case "sequential" -> SEQUENTIAL;
            case "bounded-stale" -> stale(1);
            default ->
                throw new IllegalArgumentException("pvi: unknown schedule: merge.schedule=" + schedule
                        + "; use synchronous, sequential or bounded-stale");
        };
    }

    /** All shards a round, each from sites that are at most so many rounds old. */
    public static Turns stale(int rounds) {
        return new Turns(false, rounds);
    }

    /** Whether this shard works in this round. */
    public boolean works(int round, Shard shard) {
        return !sequential || round % shard.shards() == shard.index();
    }

    /** How many rounds old the sites are that this shard sees: each age in turn, neighbours at different ages. */
    public int age(int round, Shard shard) {
        return (int) (((long) round + shard.index()) % (staleness + 1L));
    }
}
