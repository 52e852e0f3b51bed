package io.elbo4j.program;

import io.elbo4j.data.Batch;
import java.util.Arrays;

/**
 * Rows that a program is run on.
 *
 * @param batch inputs and targets, dense
 * @param numbers of the rows within the whole data set, which name their noise
 * @param totalRows N
 */
public record Minibatch(Batch batch, long[] numbers, long totalRows) {

    /** For programs without rows. */
    public static final Minibatch NONE = new Minibatch(new Batch(new float[0], new float[0], 1), new long[0], 0);

    public Minibatch {
        if (numbers.length != batch.rows() || batch.rows() > totalRows) {
            throw new IllegalArgumentException("minibatch: rows do not fit: rows=" + batch.rows() + " numbers="
                    + numbers.length + " totalRows=" + totalRows + "; every row has a number below totalRows");
        }
    }

    /** All rows of a data set. */
    public static Minibatch all(Batch batch) {
        long[] numbers = new long[batch.rows()];
        Arrays.setAll(numbers, row -> row);
        return new Minibatch(batch, numbers, batch.rows());
    }

    /** Rows of which only number and width matter. */
    static Minibatch like(int rows, int width) {
        return all(new Batch(new float[Math.multiplyExact(rows, width)], new float[rows], width));
    }

    int rows() {
        return batch.rows();
    }
}
