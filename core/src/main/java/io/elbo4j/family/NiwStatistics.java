package io.elbo4j.family;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a normal-inverse-Wishart belief needs to know of normals N(mᵢ, Vᵢ): their number, the mean of the mᵢ, their scatter
 * around it, and ΣVᵢ. A commutative monoid with {@link #NONE}, so parts of the data may be added up in any grouping.
 *
 * <p>The sums Σm and Σmmᵀ would add up too, but their difference loses the scatter when means are far from 0. The centred form
 * does not: with δ = m̄_b − m̄_a, C = C_a + C_b + δδᵀ n_a n_b / n (Chan, Golub and LeVeque, "Updating formulae and a pairwise
 * algorithm for computing sample variances", 1979).
 *
 * @param count n; need not be whole where members have weights
 * @param mean m̄, {@code [D]}
 * @param scatter C = Σ (mᵢ − m̄)(mᵢ − m̄)ᵀ, {@code [D, D]}, or its diagonal {@code [D]}
 * @param covarianceSum ΣVᵢ, in the same shape
 */
public record NiwStatistics(double count, double[] mean, double[] scatter, double[] covarianceSum)
        implements Serializable {

    /** Of nothing. */
    public static final NiwStatistics NONE = new NiwStatistics(0, new double[0], new double[0], new double[0]);

    public NiwStatistics {
        boolean shaped = scatter.length == mean.length || scatter.length == (long) mean.length * mean.length;
        if (!shaped || covarianceSum.length != scatter.length) {
            throw new IllegalArgumentException("niw statistics: sizes do not agree: mean=" + mean.length + " scatter="
                    + scatter.length + " covarianceSum=" + covarianceSum.length
                    + "; both matrices are whole, or both are diagonals");
        }
        if (!(count >= 0) || Double.isInfinite(count)) {
            throw new IllegalArgumentException("niw statistics: count not a number of members: count=" + count
                    + "; use a finite number, at least 0");
        }
    }

    /**
     * Of one normal.
     *
     * @param mean {@code [D]}
     * @param covariance {@code [D, D]}, or variances {@code [D]}; zeros for a point
     */
    public static NiwStatistics of(double[] mean, double[] covariance) {
        return new NiwStatistics(1, mean, new double[covariance.length], covariance);
    }

    /**
     * Both together, as a new value.
     *
     * @throws IllegalArgumentException when dimension or shape differ
     */
    public NiwStatistics plus(NiwStatistics other) {
        if (mean.length == 0 || other.mean.length == 0) {
            return mean.length == 0 ? other : this;
        }
        if (scatter.length != other.scatter.length || mean.length != other.mean.length) {
            throw new IllegalArgumentException("niw statistics: shape mismatch: left=" + mean.length + "/"
                    + scatter.length + " right=" + other.mean.length + "/" + other.scatter.length
                    + "; were all members made for the same model, all full or all per coordinate?");
        }
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        int d = mean.length;
        double total = count + other.count;
        double[] delta = new double[d];
        double[] joined = new double[d];
        for (int i = 0; i < d; i++) {
            delta[i] = other.mean[i] - mean[i];
            joined[i] = (count * mean[i] + other.count * other.mean[i]) / total;
        }
        double[] spread = products(delta, scatter.length, count * other.count / total);
        double[] scatters = new double[scatter.length];
        double[] covariances = new double[scatter.length];
        for (int i = 0; i < scatters.length; i++) {
            scatters[i] = scatter[i] + other.scatter[i] + spread[i];
            covariances[i] = covarianceSum[i] + other.covarianceSum[i];
        }
        return new NiwStatistics(total, joined, scatters, covariances);
    }

    /** Every member counted this many times: a weight, or N / batch for a minibatch. */
    public NiwStatistics times(double weight) {
        return new NiwStatistics(
                weight * count,
                mean,
                Arrays.stream(scatter).map(c -> weight * c).toArray(),
                Arrays.stream(covarianceSum).map(v -> weight * v).toArray());
    }

    /** factor · deviation · deviationᵀ in the shape of {@code size} numbers: whole, or its diagonal. */
    static double[] products(double[] deviation, int size, double factor) {
        int d = deviation.length;
        double[] products = new double[size];
        for (int i = 0; i < size; i++) {
            // The deviations first, so that both halves have the same bits.
            products[i] = factor * (size == d ? deviation[i] * deviation[i] : deviation[i / d] * deviation[i % d]);
        }
        return products;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NiwStatistics that
                && Double.compare(count, that.count) == 0
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(scatter, that.scatter)
                && Arrays.equals(covarianceSum, that.covarianceSum);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(mean) + Arrays.hashCode(scatter)) + Double.hashCode(count);
    }

    @Override
    public String toString() {
        return "NiwStatistics[count=" + count + ", dimension=" + mean.length + "]";
    }
}
