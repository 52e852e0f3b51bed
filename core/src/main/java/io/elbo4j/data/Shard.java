package io.elbo4j.data;

import io.elbo4j.math.Key;
import java.io.Serializable;

/**
 * One logical part of the training set. Row i of the whole set is row {@code i / shards} of shard {@code i % shards}, so
 * what a shard holds depends on the number of shards alone and not on files, partitions or executors.
 *
 * @param index of this shard, from 0
 * @param shards how many there are
 * @param totalRows N: rows in all shards together
 * @param examples the rows of this shard; may be empty
 */
public record Shard(int index, int shards, long totalRows, Batch examples) implements Serializable {

    public Shard {
        if (index < 0 || index >= shards || examples.rows() > totalRows) {
            throw new IllegalArgumentException("shard: out of range: index=" + index + " shards=" + shards + " rows="
                    + examples.rows() + " totalRows=" + totalRows + "; index must be below shards");
        }
    }

    /** The number of this shard's row within the whole set. */
    public long globalRow(int row) {
        return (long) row * shards + index;
    }

    /**
     * The minibatches of this shard.
     *
     * @throws IllegalArgumentException when a batch is larger than this shard
     */
    public Batches batches(Key key, int batchRows) {
        return new Batches(this, key, batchRows);
    }

    /** The shards of a data set that is already in memory. */
    public static Shard[] split(Batch all, int shards) {
        Shard[] parts = new Shard[shards];
        for (int s = 0; s < shards; s++) {
            int rows = (all.rows() - s + shards - 1) / shards;
            int[] numbers = new int[rows];
            for (int i = 0; i < rows; i++) {
                numbers[i] = i * shards + s;
            }
            parts[s] = new Shard(s, shards, all.rows(), all.select(numbers));
        }
        return parts;
    }
}
