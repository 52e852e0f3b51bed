package io.elbo4j.data;

import java.util.Arrays;
import java.util.List;

/**
 * Rows with every number written out. The array is shared, not copied; nobody writes to it after construction.
 *
 * @param values {@code [B, F]}, row-major
 * @param width F
 */
public record DenseFeatures(float[] values, int width) implements Features {

    public DenseFeatures {
        if (width < 1 || values.length % width != 0) {
            throw new IllegalArgumentException("features: not whole rows: numbers=" + values.length + " width=" + width
                    + "; give rows × width numbers");
        }
    }

    static DenseFeatures concatenated(List<Features> parts, int width) {
        int rows = parts.stream().mapToInt(Features::rows).reduce(0, Math::addExact);
        float[] values = new float[Math.multiplyExact(rows, width)];
        int at = 0;
        for (Features part : parts) {
            float[] some = part.dense();
            System.arraycopy(some, 0, values, at, some.length);
            at += some.length;
        }
        return new DenseFeatures(values, width);
    }

    @Override
    public int rows() {
        return values.length / width;
    }

    @Override
    public DenseFeatures select(int[] rows) {
        float[] chosen = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, chosen, i * width, width);
        }
        return new DenseFeatures(chosen, width);
    }

    @Override
    public Features pick(int[] rows) {
        return new PickedRows(this, rows);
    }

    @Override
    public DenseFeatures slice(int from, int to) {
        return new DenseFeatures(Arrays.copyOfRange(values, from * width, to * width), width);
    }

    @Override
    public float[] dense() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DenseFeatures that && width == that.width && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + width;
    }

    @Override
    public String toString() {
        return "DenseFeatures[rows=" + rows() + ", width=" + width + "]";
    }
}
