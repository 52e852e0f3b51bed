package io.elbo4j.math;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What shards send: sums that add up. A commutative monoid with {@link #NONE} as its identity.
 *
 * @param rows how many rows (or other units of weight) are in the sums
 * @param logLik Σ log likelihood, nats
 * @param support what the entries of the arrays belong to, ascending; what is not in it counts as 0. Empty when they belong to
 *     everything
 * @param arrays further sums; their meaning belongs to who made them
 */
public record Sums(double rows, double logLik, int[] support, List<double[]> arrays) implements Serializable {

    private static final int[] EVERYTHING = {};

    /** The sums over no data. */
    public static final Sums NONE = new Sums(0, 0, List.of());

    /** Sums whose arrays belong to everything. */
    public Sums(double rows, double logLik, List<double[]> arrays) {
        this(rows, logLik, EVERYTHING, arrays);
    }

    /** Sums of some rows. */
    public static Sums of(double rows, double logLik, double[]... arrays) {
        return new Sums(rows, logLik, List.of(arrays));
    }

    /** Sums of some rows, of a part of what there is. */
    public static Sums over(int[] support, double rows, double logLik, double[] array) {
        return new Sums(rows, logLik, support, List.of(array));
    }

    /**
     * Both together, as a new value; of two supports, the union.
     *
     * @throws IllegalArgumentException when the arrays differ in number or length, or only one side has a support
     */
    public Sums plus(Sums other) {
        if (arrays.isEmpty() || other.arrays.isEmpty()) {
            Sums shaped = arrays.isEmpty() ? other : this;
            return new Sums(rows + other.rows, logLik + other.logLik, shaped.support, shaped.arrays);
        }
        if (arrays.size() != other.arrays.size()) {
            throw mismatch(arrays.size(), other.arrays.size());
        }
        if ((support.length == 0) != (other.support.length == 0)) {
            throw mismatch(support.length, other.support.length);
        }
        boolean same = Arrays.equals(support, other.support);
        int[] union = same ? support : Supports.union(support, other.support);
        List<double[]> added = new ArrayList<>();
        for (int a = 0; a < arrays.size(); a++) {
            double[] left = arrays.get(a);
            double[] right = other.arrays.get(a);
            added.add(same ? add(left, right) : add(spread(left, support, union), spread(right, other.support, union)));
        }
        return new Sums(rows + other.rows, logLik + other.logLik, union, List.copyOf(added));
    }

    /** Entries of a support at their places in a larger one, 0 at the others. */
    private static double[] spread(double[] array, int[] from, int[] to) {
        double[] spread = new double[to.length];
        for (int i = 0, k = 0; i < from.length; k++) {
            if (to[k] == from[i]) {
                spread[k] = array[i++];
            }
        }
        return spread;
    }

    private static double[] add(double[] left, double[] right) {
        if (left.length != right.length) {
            throw mismatch(left.length, right.length);
        }
        double[] sum = new double[left.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = left[i] + right[i];
        }
        return sum;
    }

    private static IllegalArgumentException mismatch(int left, int right) {
        return new IllegalArgumentException("merge: dimension mismatch: left=" + left + " right=" + right
                + "; were both shards built from the same network spec?");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sums that
                && Double.compare(rows, that.rows) == 0
                && Double.compare(logLik, that.logLik) == 0
                && Arrays.equals(support, that.support)
                && Arrays.deepEquals(arrays.toArray(), that.arrays.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(arrays.toArray()) * 31 + Double.hashCode(logLik);
    }
}
