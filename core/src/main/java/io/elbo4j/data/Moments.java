package io.elbo4j.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Count, mean, sum of squared deviations, least and greatest value of each of C columns. Two-pass within a batch; batches
 * are combined by Chan, Golub and LeVeque ("Updating formulae and a pairwise algorithm for computing sample variances",
 * 1979, Eq. 2.1), so that nothing cancels. A row of weight w counts as w rows. Combined in the same order, the same batches give the same bits.
 *
 * @param count how many values each column has; of weighted rows, the sum of their weights
 * @param mean {@code [C]}
 * @param squares {@code [C]}: Σ (x − mean)²
 * @param min {@code [C]}: +∞ when there is no value
 * @param max {@code [C]}: −∞ when there is no value
 */
public record Moments(double count, double[] mean, double[] squares, double[] min, double[] max)
        implements Serializable {

    /** Of no values. */
    public static Moments none(int columns) {
        double[] min = new double[columns];
        double[] max = new double[columns];
        Arrays.fill(min, Double.POSITIVE_INFINITY);
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
        return new Moments(0, new double[columns], new double[columns], min, max);
    }

    /** Of the features, C = F; C = 0 of sparse rows. */
    public static Moments ofFeatures(Batch batch) {
        if (batch.features() instanceof SparseFeatures) {
            // Nobody centres them, so nobody needs numbers for each of what may be millions of columns.
            return none(0);
        }
        return of(batch.features().dense(), batch.width(), batch);
    }

    /** Of the targets, C = 1. */
    public static Moments ofTargets(Batch batch) {
        return of(batch.targets(), 1, batch);
    }

    private static Moments of(float[] values, int columns, Batch weights) {
        double rows = weights.totalWeight();
        Moments moments = none(columns);
        if (rows == 0) {
            return moments;
        }
        double[] mean = moments.mean;
        for (int i = 0; i < values.length; i += columns) {
            double weight = weights.weight(i / columns);
            for (int c = 0; c < columns && weight > 0; c++) {
                double value = values[i + c];
                mean[c] += weight * value;
                moments.min[c] = Math.min(moments.min[c], value);
                moments.max[c] = Math.max(moments.max[c], value);
            }
        }
        for (int c = 0; c < columns; c++) {
            mean[c] /= rows;
        }
        for (int i = 0; i < values.length; i += columns) {
            double weight = weights.weight(i / columns);
            for (int c = 0; c < columns; c++) {
                double deviation = values[i + c] - mean[c];
                moments.squares[c] += weight * (deviation * deviation);
            }
        }
        return new Moments(rows, mean, moments.squares, moments.min, moments.max);
    }

    /** C. */
    public int columns() {
        return mean.length;
    }

    /** Of the values of both. */
    public Moments combine(Moments other) {
        if (columns() != other.columns()) {
            throw new IllegalArgumentException("moments: dimension mismatch: left=" + columns() + " right="
                    + other.columns() + "; both must come from the same columns");
        }
        Moments sum = none(columns());
        for (int c = 0; c < columns(); c++) {
            sum.add(c, 0, this, c);
            sum.add(c, count, other, c);
        }
        return new Moments(count + other.count, sum.mean, sum.squares, sum.min, sum.max);
    }

    /**
     * Neighbouring columns taken together, for example the pixels of a channel.
     *
     * @param groups how many columns the result has; divides C
     */
    public Moments grouped(int groups) {
        if (groups < 1 || columns() % groups != 0) {
            throw new IllegalArgumentException("moments: columns do not divide into groups: columns=" + columns()
                    + " groups=" + groups + "; an image has channels × height × width columns");
        }
        int each = columns() / groups;
        Moments sum = none(groups);
        for (int c = 0; c < columns(); c++) {
            sum.add(c / each, count * (c % each), this, c);
        }
        return new Moments(count * each, sum.mean, sum.squares, sum.min, sum.max);
    }

    /** Population variance of a column: Σ (x − mean)² / count. */
    public double variance(int column) {
        return count == 0 ? 0 : squares[column] / count;
    }

    /** Whether all values of this column are equal. */
    public boolean constant(int column) {
        return min[column] >= max[column];
    }

    /** Adds another's column to a column of this, which has {@code ours} values so far; changes this. */
    private void add(int into, double ours, Moments from, int column) {
        double theirs = from.count;
        if (theirs == 0) {
            return;
        }
        double all = ours + theirs;
        double delta = from.mean[column] - mean[into];
        mean[into] = ours == 0 ? from.mean[column] : mean[into] + delta * (theirs / all);
        squares[into] += from.squares[column] + (ours == 0 ? 0 : delta * delta * (ours * (theirs / all)));
        min[into] = Math.min(min[into], from.min[column]);
        max[into] = Math.max(max[into], from.max[column]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Moments that
                && count == that.count
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(squares, that.squares)
                && Arrays.equals(min, that.min)
                && Arrays.equals(max, that.max);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(squares);
    }

    @Override
    public String toString() {
        return "Moments[count=" + count + ", columns=" + columns() + "]";
    }
}
