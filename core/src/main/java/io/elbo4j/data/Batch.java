package io.elbo4j.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Rows with their targets. The arrays are shared, not copied; nobody writes to them after construction.
 *
 * @param features {@code [B, F]}, row-major
 * @param targets {@code [B]}: a class index as a whole number, a count, or a real value
 * @param width F
 */
public record Batch(float[] features, float[] targets, int width) implements Serializable {

    public Batch {
        if (width < 1 || features.length != (long) targets.length * width) {
            throw new IllegalArgumentException("batch: sizes do not agree: features=" + features.length + " targets="
                    + targets.length + " width=" + width + "; features must hold targets × width numbers");
        }
    }

    /** B. */
    public int rows() {
        return targets.length;
    }

    /** The rows with these numbers, in this order. */
    public Batch select(int[] rows) {
        float[] chosen = new float[Math.multiplyExact(rows.length, width)];
        float[] chosenTargets = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(features, rows[i] * width, chosen, i * width, width);
            chosenTargets[i] = targets[rows[i]];
        }
        return new Batch(chosen, chosenTargets, width);
    }

    /** Rows from (inclusive) to (exclusive). */
    public Batch slice(int from, int to) {
        return new Batch(
                Arrays.copyOfRange(features, from * width, to * width), Arrays.copyOfRange(targets, from, to), width);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Batch that
                && width == that.width
                && Arrays.equals(features, that.features)
                && Arrays.equals(targets, that.targets);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(features) + Arrays.hashCode(targets);
    }

    @Override
    public String toString() {
        return "Batch[rows=" + rows() + ", width=" + width + "]";
    }
}
