package io.elbo4j.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Rows with their targets. The arrays are shared, not copied; nobody writes to them after construction.
 *
 * @param features of B rows
 * @param targets {@code [B]}: a class index as a whole number, a count, or a real value
 */
public record Batch(Features features, float[] targets) implements Serializable {

    public Batch {
        if (features.rows() != targets.length) {
            throw new IllegalArgumentException("batch: sizes do not agree: rows=" + features.rows() + " targets="
                    + targets.length + "; give one target a row");
        }
    }

    /**
     * Of dense rows.
     *
     * @param features {@code [B, F]}, row-major
     * @param targets {@code [B]}
     * @param width F
     */
    public Batch(float[] features, float[] targets, int width) {
        this(new DenseFeatures(features, width), targets);
    }

    /** B. */
    public int rows() {
        return targets.length;
    }

    /** F. */
    public int width() {
        return features.width();
    }

    /**
     * Some rows, one batch after the other.
     *
     * @param width F, of all of them
     * @param sparse whether the features are kept as their non-zeros
     */
    public static Batch concatenated(List<Batch> parts, int width, boolean sparse) {
        float[] targets = new float[parts.stream().mapToInt(Batch::rows).sum()];
        int at = 0;
        for (Batch part : parts) {
            System.arraycopy(part.targets, 0, targets, at, part.rows());
            at += part.rows();
        }
        return new Batch(
                Features.concatenated(parts.stream().map(Batch::features).toList(), width, sparse), targets);
    }

    /** The rows with these numbers, in this order. */
    public Batch select(int[] rows) {
        float[] chosenTargets = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosenTargets[i] = targets[rows[i]];
        }
        return new Batch(features.select(rows), chosenTargets);
    }

    /** Rows from (inclusive) to (exclusive). */
    public Batch slice(int from, int to) {
        return new Batch(features.slice(from, to), Arrays.copyOfRange(targets, from, to));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Batch that && features.equals(that.features) && Arrays.equals(targets, that.targets);
    }

    @Override
    public int hashCode() {
        return 31 * features.hashCode() + Arrays.hashCode(targets);
    }

    @Override
    public String toString() {
        return "Batch[rows=" + rows() + ", width=" + width() + "]";
    }
}
