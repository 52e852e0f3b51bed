package io.elbo4j.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Rows with their targets. The arrays are shared, not copied; nobody writes to them after construction.
 *
 * <p>A row of weight w stands for w rows: its log likelihood counts w times. Only exact linear regression has such rows.
 *
 * @param features of B rows
 * @param targets {@code [B]}: a class index as a whole number, a count, or a real value
 * @param weights {@code [B]}, finite and 0 or more; or empty, where each row counts once
 */
public record Batch(Features features, float[] targets, float[] weights) implements Serializable {

    public Batch {
        if (features.rows() != targets.length) {
            throw new IllegalArgumentException("batch: sizes do not agree: rows=" + features.rows() + " targets="
                    + targets.length + "; give one target a row");
        }
        if (weights.length > 0 && weights.length != targets.length) {
            throw new IllegalArgumentException("batch: sizes do not agree: rows=" + features.rows() + " weights="
                    + weights.length + "; give one weight a row, or none at all");
        }
    }

    /** Of rows that count once each. */
    public Batch(Features features, float[] targets) {
        this(features, targets, new float[0]);
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

    /** Whether rows have weights of their own. */
    public boolean weighted() {
        return weights.length > 0;
    }

    /** How often a row counts. */
    public double weight(int row) {
        return weighted() ? weights[row] : 1;
    }

    /** How many rows these stand for. */
    public double totalWeight() {
        double total = 0;
        for (int row = 0; row < rows(); row++) {
            total += weight(row);
        }
        return total;
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
        float[] weights = new float[parts.stream().anyMatch(Batch::weighted) ? targets.length : 0];
        int at = 0;
        for (Batch part : parts) {
            System.arraycopy(part.targets, 0, targets, at, part.rows());
            for (int row = 0; row < part.rows() && weights.length > 0; row++) {
                weights[at + row] = (float) part.weight(row);
            }
            at += part.rows();
        }
        return new Batch(
                Features.concatenated(parts.stream().map(Batch::features).toList(), width, sparse), targets, weights);
    }

    /** The rows with these numbers, in this order. */
    public Batch select(int[] rows) {
        return with(features.select(rows), rows);
    }

    /** The same, to be read soon and once: dense rows are left where they lie. */
    public Batch pick(int[] rows) {
        return with(features.pick(rows), rows);
    }

    private Batch with(Features some, int[] rows) {
        return new Batch(some, chosen(targets, rows), weighted() ? chosen(weights, rows) : weights);
    }

    private static float[] chosen(float[] values, int[] rows) {
        float[] chosen = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = values[rows[i]];
        }
        return chosen;
    }

    /** Rows from (inclusive) to (exclusive). */
    public Batch slice(int from, int to) {
        return new Batch(
                features.slice(from, to),
                Arrays.copyOfRange(targets, from, to),
                weighted() ? Arrays.copyOfRange(weights, from, to) : weights);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Batch that
                && features.equals(that.features)
                && Arrays.equals(targets, that.targets)
                && Arrays.equals(weights, that.weights);
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
