package io.elbo4j.spark.io;

import java.io.Serializable;

/**
 * What one task found when it read its part of a table.
 *
 * @param rows that could be read
 * @param fault empty, or why the row after them could not
 */
record Part(long rows, String fault) implements Serializable {}
