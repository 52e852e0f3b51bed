package io.elbo4j.data;

import java.util.Arrays;
import java.util.List;

/**
 * Rows by their non-zeros: compressed rows. The arrays are shared, not copied; nobody writes to them after construction.
 *
 * @param width F
 * @param from {@code [B + 1]}: the entries of row r are numbers from[r] until from[r + 1]
 * @param column {@code [entries]}: ascending within a row
 * @param value {@code [entries]}
 */
public record SparseFeatures(int width, int[] from, int[] column, float[] value) implements Features {

    public SparseFeatures {
        boolean fits = width >= 1
                && from.length > 0
                && from[0] == 0
                && from[from.length - 1] == column.length
                && column.length == value.length;
        for (int r = 0; fits && r + 1 < from.length; r++) {
            int previous = -1;
            fits = from[r] <= from[r + 1] && from[r + 1] <= column.length;
            for (int k = from[r]; fits && k < from[r + 1]; k++) {
                fits = column[k] > previous && column[k] < width;
                previous = column[k];
            }
        }
        if (!fits) {
            throw new IllegalArgumentException("features: not compressed rows: width=" + width + " rows="
                    + (from.length - 1) + " columns=" + column.length + " values=" + value.length
                    + "; columns ascend within a row and are below the width");
        }
    }

    static SparseFeatures concatenated(List<Features> parts, int width) {
        int rows = 0;
        int entries = 0;
        for (Features part : parts) {
            rows = Math.addExact(rows, part.rows());
            entries = Math.addExact(entries, ((SparseFeatures) part).column.length);
        }
        int[] from = new int[rows + 1];
        int[] column = new int[entries];
        float[] value = new float[entries];
        int row = 0;
        int at = 0;
        for (Features part : parts) {
            SparseFeatures some = (SparseFeatures) part;
            for (int r = 0; r < some.rows(); r++) {
                from[++row] = at + some.from[r + 1];
            }
            System.arraycopy(some.column, 0, column, at, some.column.length);
            System.arraycopy(some.value, 0, value, at, some.value.length);
            at += some.column.length;
        }
        return new SparseFeatures(width, from, column, value);
    }

    @Override
    public int rows() {
        return from.length - 1;
    }

    @Override
    public SparseFeatures select(int[] rows) {
        int[] chosenFrom = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            chosenFrom[i + 1] = Math.addExact(chosenFrom[i], from[rows[i] + 1] - from[rows[i]]);
        }
        int[] chosenColumn = new int[chosenFrom[rows.length]];
        float[] chosenValue = new float[chosenColumn.length];
        for (int i = 0; i < rows.length; i++) {
            int count = chosenFrom[i + 1] - chosenFrom[i];
            System.arraycopy(column, from[rows[i]], chosenColumn, chosenFrom[i], count);
            System.arraycopy(value, from[rows[i]], chosenValue, chosenFrom[i], count);
        }
        return new SparseFeatures(width, chosenFrom, chosenColumn, chosenValue);
    }

    @Override
    public SparseFeatures slice(int first, int to) {
        int[] some = Arrays.copyOfRange(from, first, to + 1);
        for (int r = 0; r < some.length; r++) {
            some[r] -= from[first];
        }
        return new SparseFeatures(
                width,
                some,
                Arrays.copyOfRange(column, from[first], from[to]),
                Arrays.copyOfRange(value, from[first], from[to]));
    }

    @Override
    public float[] dense() {
        throw new IllegalArgumentException("features: this needs dense rows: rows=" + rows() + " width=" + width
                + "; sparse rows go through engine=kernel with a dense first layer, or set data.sparse=false");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseFeatures that
                && width == that.width
                && Arrays.equals(from, that.from)
                && Arrays.equals(column, that.column)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(from) + Arrays.hashCode(column)) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "SparseFeatures[rows=" + rows() + ", width=" + width + ", entries=" + column.length + "]";
    }
}
