package io.elbo4j.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table, left where they lie: who reads each number once, as the change to a layout by features does, need not have them copied.
 * Belongs to one thread.
 */
final class PickedRows implements Features {

    private final DenseFeatures of;
    private final int[] numbers;
    private float @Nullable [] copy;

    PickedRows(DenseFeatures of, int[] numbers) {
        this.of = of;
        this.numbers = numbers;
    }

    @Override
    public int rows() {
        return numbers.length;
    }

    @Override
    public int width() {
        return of.width();
    }

    @Override
    public DenseFeatures select(int[] rows) {
        return of.select(Arrays.stream(rows).map(row -> numbers[row]).toArray());
    }

    @Override
    public DenseFeatures slice(int from, int to) {
        return of.select(Arrays.copyOfRange(numbers, from, to));
    }

    /** Copied once. */
    @Override
    public float[] dense() {
        if (copy == null) {
            copy = of.select(numbers).values();
        }
        return copy;
    }

    @Override
    public float[] table() {
        return of.values();
    }

    @Override
    public int start(int row) {
        return numbers[row] * width();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PickedRows that && width() == that.width() && Arrays.equals(dense(), that.dense());
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(dense()) + width();
    }

    @Override
    public String toString() {
        return "PickedRows[rows=" + rows() + ", width=" + width() + "]";
    }
}
