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
 * @param arrays further sums; their meaning belongs to who made them
 */
public record Sums(double rows, double logLik, List<double[]> arrays) implements Serializable {

    /** The sums over no data. */
    public static final Sums NONE = new Sums(0, 0, List.of());

    /** Sums of some rows. */
    public static Sums of(double rows, double logLik, double[]... arrays) {
        return new Sums(rows, logLik, List.of(arrays));
    }

    /**
     * Both together, as a new value.
     *
     * @throws IllegalArgumentException when the arrays differ in number or length
     */
    public Sums plus(Sums other) {
        if (arrays.isEmpty() || other.arrays.isEmpty()) {
            Sums shaped = arrays.isEmpty() ? other : this;
            return new Sums(rows + other.rows, logLik + other.logLik, shaped.arrays);
        }
        if (arrays.size() != other.arrays.size()) {
            throw mismatch(arrays.size(), other.arrays.size());
        }
        List<double[]> added = new ArrayList<>();
        for (int a = 0; a < arrays.size(); a++) {
            added.add(add(arrays.get(a), other.arrays.get(a)));
        }
        return new Sums(rows + other.rows, logLik + other.logLik, List.copyOf(added));
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
                && Arrays.deepEquals(arrays.toArray(), that.arrays.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(arrays.toArray()) * 31 + Double.hashCode(logLik);
    }
}
