package io.elbo4j.spark.io;

import io.elbo4j.math.Key;
import java.io.Serializable;

/**
 * Which rows of a table to take. A row is held out when the uniform number that the key gives for its global index lies
 * below the fraction: a function of (key, index) alone, so the two selections of one key and fraction share no row and
 * leave none.
 *
 * @param fraction in [0, 1): the expected part of the rows that is held out
 * @param heldOut whether to take the rows that are held out, or the others
 * @param key of the choice
 */
public record RowSelection(double fraction, boolean heldOut, Key key) implements Serializable {

    /** Every row. */
    public static final RowSelection ALL = new RowSelection(0, false, Key.of(0));

    public RowSelection {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new IllegalArgumentException(
                    "held-out rows: fraction out of range: fraction=" + fraction + "; use a number from 0 to below 1");
        }
    }

    /** The rows to train on. */
    public static RowSelection training(double fraction, Key key) {
        return new RowSelection(fraction, false, key);
    }

    /** The rows to validate on. */
    public static RowSelection heldOut(double fraction, Key key) {
        return new RowSelection(fraction, true, key);
    }

    /** Whether the row with this global index is taken. */
    public boolean contains(long row) {
        return (key.uniform(row) < fraction) == heldOut;
    }

    /** How many rows from (inclusive) to (exclusive) are taken. */
    public long count(long from, long to) {
        if (fraction == 0) {
            return heldOut ? 0 : to - from;
        }
        long count = 0;
        for (long row = from; row < to; row++) {
            if (contains(row)) {
                count++;
            }
        }
        return count;
    }
}
