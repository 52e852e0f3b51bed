package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import java.io.Serializable;

/**
 * Neighbouring rows on their way into shards.
 *
 * @param first number of the first row: within its part when read, within the selection when sent to a shard
 * @param rows in order; may be empty
 * @param fault empty, or why the row after these could not be read
 */
record RowBlock(long first, Batch rows, String fault) implements Serializable {}
