package io.elbo4j.kernel;

/**
 * The non-zeros of some rows by column, and by row within a column. Weights are then met in the order in which they lie in
 * memory: row by row, a step on a million weights took ten times as long, most of it waiting for memory.
 */
public final class ColumnEntries {

    private static final int DIGIT = 10;
    private static final int BUCKETS = 1 << DIGIT;

    private long[] places = new long[0];
    private float[] values = new float[0];
    private long[] sparePlaces = new long[0];
    private float[] spareValues = new float[0];
    private int size;

    /**
     * Reads rows; what was read before is gone.
     *
     * @param from {@code [rows + 1]}: the entries of row r are numbers from[r] until from[r + 1]
     * @param column {@code [entries]}
     * @param value {@code [entries]}
     * @param first the first row; {@code count} rows from there
     * @param width above all columns
     */
    public void read(int[] from, int[] column, float[] value, int first, int count, int width) {
        size = from[first + count] - from[first];
        if (places.length < size) {
            places = new long[size];
            values = new float[size];
            sparePlaces = new long[size];
            spareValues = new float[size];
        }
        int[] next = new int[BUCKETS + 1];
        for (int e = from[first]; e < from[first + count]; e++) {
            next[(column[e] & (BUCKETS - 1)) + 1]++;
        }
        startOf(next);
        for (int r = 0; r < count; r++) {
            for (int e = from[first + r]; e < from[first + r + 1]; e++) {
                int to = next[column[e] & (BUCKETS - 1)]++;
                places[to] = ((long) column[e] << Integer.SIZE) | r;
                values[to] = value[e];
            }
        }
        for (int shift = DIGIT; shift < Integer.SIZE && (width - 1) >>> shift > 0; shift += DIGIT) {
            sortBy(Integer.SIZE + shift);
        }
    }

    /** Counts, each one place too far, become the places where the buckets begin. */
    private static void startOf(int[] counts) {
        for (int b = 0; b < BUCKETS; b++) {
            counts[b + 1] += counts[b];
        }
    }

    /** Stable, by one digit. */
    private void sortBy(int shift) {
        int[] next = new int[BUCKETS + 1];
        for (int e = 0; e < size; e++) {
            next[(int) (places[e] >>> shift & (BUCKETS - 1)) + 1]++;
        }
        startOf(next);
        for (int e = 0; e < size; e++) {
            int to = next[(int) (places[e] >>> shift & (BUCKETS - 1))]++;
            sparePlaces[to] = places[e];
            spareValues[to] = values[e];
        }
        long[] sortedPlaces = sparePlaces;
        sparePlaces = places;
        places = sortedPlaces;
        float[] sortedValues = spareValues;
        spareValues = values;
        values = sortedValues;
    }

    /** The entries of another at the same places with their values squared; they share the places until either reads again. */
    public void squaresOf(ColumnEntries other) {
        size = other.size;
        places = other.places;
        if (values.length < size) {
            values = new float[other.values.length];
        }
        for (int e = 0; e < size; e++) {
            values[e] = other.values[e] * other.values[e];
        }
    }

    /** How many. */
    public int size() {
        return size;
    }

    /** Column of an entry. */
    public int column(int entry) {
        return (int) (places[entry] >>> Integer.SIZE);
    }

    /** Row of an entry, counted from the first one read. */
    public int row(int entry) {
        return (int) places[entry];
    }

    /** Value of an entry. */
    public float value(int entry) {
        return values[entry];
    }

    /** The first entry behind {@code entry} that is of another column. */
    public int endOfColumn(int entry) {
        int column = column(entry);
        int end = entry + 1;
        while (end < size && column(end) == column) {
            end++;
        }
        return end;
    }
}
