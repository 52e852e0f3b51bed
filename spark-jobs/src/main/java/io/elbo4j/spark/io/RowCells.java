package io.elbo4j.spark.io;

import io.elbo4j.data.DenseFeatures;
import io.elbo4j.data.Features;
import io.elbo4j.data.SparseFeatures;
import java.util.Arrays;

/** The rows of one block while they are read, cell by cell. What is not set is 0. */
abstract class RowCells {

    private final int width;
    private int rows;

    private RowCells(int width) {
        this.width = width;
    }

    /** For some rows of this width. */
    static RowCells of(int width, int rows, boolean sparse) {
        return sparse ? new Sparse(width, rows) : new Dense(width, rows);
    }

    /** F. */
    final int width() {
        return width;
    }

    /** Rows that are complete. */
    final int rows() {
        return rows;
    }

    /** Sets a cell of the row at hand; columns come in ascending order. */
    abstract void put(int column, float value);

    /** The first column of the row at hand whose number is not finite, or −1. */
    abstract int notFinite();

    /** The number there. */
    abstract float value(int column);

    /** Numbers that the complete rows hold. */
    abstract int numbers();

    /** The row at hand is complete. */
    void endRow() {
        rows++;
    }

    /** The complete rows. */
    abstract Features features();

    private static final class Dense extends RowCells {
        private final float[] values;

        Dense(int width, int rows) {
            super(width);
            values = new float[width * rows];
        }

        @Override
        void put(int column, float value) {
            values[rows() * width() + column] = value;
        }

        @Override
        int notFinite() {
            int from = rows() * width();
            for (int c = 0; c < width(); c++) {
                if (!Float.isFinite(values[from + c])) {
                    return c;
                }
            }
            return -1;
        }

        @Override
        float value(int column) {
            return values[rows() * width() + column];
        }

        @Override
        int numbers() {
            return rows() * width();
        }

        @Override
        Features features() {
            return new DenseFeatures(Arrays.copyOf(values, numbers()), width());
        }
    }

    private static final class Sparse extends RowCells {
        private final int[] from;
        private int[] columns = new int[1 << 12];
        private float[] values = new float[1 << 12];
        private int count;

        Sparse(int width, int rows) {
            super(width);
            from = new int[rows + 1];
        }

        @Override
        void put(int column, float value) {
            if (value == 0) {
                return;
            }
            if (count == columns.length) {
                columns = Arrays.copyOf(columns, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            columns[count] = column;
            values[count++] = value;
        }

        @Override
        int notFinite() {
            for (int e = from[rows()]; e < count; e++) {
                if (!Float.isFinite(values[e])) {
                    return columns[e];
                }
            }
            return -1;
        }

        @Override
        float value(int column) {
            int at = Arrays.binarySearch(columns, from[rows()], count, column);
            return at < 0 ? 0 : values[at];
        }

        @Override
        int numbers() {
            return from[rows()];
        }

        @Override
        void endRow() {
            from[rows() + 1] = count;
            super.endRow();
        }

        @Override
        Features features() {
            return new SparseFeatures(
                    width(),
                    Arrays.copyOf(from, rows() + 1),
                    Arrays.copyOf(columns, numbers()),
                    Arrays.copyOf(values, numbers()));
        }
    }
}
