package io.elbo4j.merge.rule;

import io.elbo4j.family.FullGaussian;
import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.paper.Equation;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Draws from a shard's posterior, or from the merged one.
 *
 * @param rows of the shard, or N
 * @param dimension D
 * @param values {@code [S, D]}, row-major
 */
public record Draws(double rows, int dimension, double[] values) implements Serializable {

    public Draws {
        if (dimension < 1 || values.length == 0 || values.length % dimension != 0) {
            throw new IllegalArgumentException("draws: sizes do not agree: dimension=" + dimension + " values="
                    + values.length + "; give draws × dimension numbers, at least one draw");
        }
    }

    /** S. */
    public int count() {
        return values.length / dimension;
    }

    /** {@code [D]}. */
    public double[] mean() {
        double[] mean = new double[dimension];
        for (int at = 0; at < values.length; at++) {
            mean[at % dimension] += values[at] / count();
        }
        return mean;
    }

    /** The unbiased sample covariance {@code [D, D]}; zeros for one draw. */
    public double[] covariance() {
        double[] mean = mean();
        double[] covariance = new double[dimension * dimension];
        for (int s = 0; s < count(); s++) {
            for (int i = 0; i < dimension; i++) {
                for (int j = 0; j < dimension; j++) {
                    double product = (values[s * dimension + i] - mean[i]) * (values[s * dimension + j] - mean[j]);
                    covariance[i * dimension + j] += product / Math.max(1, count() - 1);
                }
            }
        }
        return covariance;
    }

    /**
     * The normal with the draws' mean and a covariance that few draws may be trusted with: ρ̃ I + (1 − ρ̃) S with the sample
     * covariance S and ρ̃ = 1 / (1 + (S − 1) ρ), as in FedPA. One draw gives the identity, for which FedPA is federated averaging.
     *
     * @param trust ρ, positive: how much one more draw weighs against the identity
     */
    @Equation(paper = "arXiv:2010.05273", number = "shrinkage covariance")
    public FullGaussian shrunk(double trust) {
        double identity = identity(trust);
        double[] covariance = covariance();
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] *= 1 - identity;
        }
        for (int i = 0; i < dimension; i++) {
            covariance[i * dimension + i] += identity;
        }
        return new FullGaussian(mean(), covariance);
    }

    /**
     * The precision of {@link #shrunk} times (θ − mean), {@code [D]}, in O(S² D) time and O(S D) memory, for many more parameters than draws.
     * With the centred draws X {@code [S, D]}, a = ρ̃ and c = (1 − ρ̃) / (S − 1), the covariance is a I + c XᵀX, and by Woodbury's identity its inverse is (I −
     * Xᵀ (I a / c + X Xᵀ)⁻¹ X) / a.
     */
    @Equation(paper = "arXiv:2010.05273", number = "client delta, linear time")
    double[] shrunkPrecisionTimes(double trust, double[] theta) {
        double identity = identity(trust);
        double[] mean = mean();
        double[] centred = values.clone();
        double[] delta = new double[dimension];
        for (int at = 0; at < centred.length; at++) {
            centred[at] -= mean[at % dimension];
        }
        for (int i = 0; i < dimension; i++) {
            delta[i] = (theta[i] - mean[i]) / identity;
        }
        if (count() == 1) {
            return delta;
        }
        double ratio = (1 - identity) / (count() - 1) / identity;
        double[] products = new double[count() * count()];
        double[] along = new double[count()];
        for (int s = 0; s < count(); s++) {
            along[s] = ratio * dot(centred, s * dimension, delta, 0);
            for (int t = 0; t < count(); t++) {
                products[s * count() + t] =
                        (s == t ? 1 : 0) + ratio * dot(centred, s * dimension, centred, t * dimension);
            }
        }
        double[] weights = PositiveDefinite.of(products, count()).solve(along);
        for (int at = 0; at < centred.length; at++) {
            delta[at % dimension] -= weights[at / dimension] * centred[at];
        }
        return delta;
    }

    private double dot(double[] left, int from, double[] right, int at) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += left[from + i] * right[at + i];
        }
        return sum;
    }

    /** ρ̃. */
    private double identity(double trust) {
        if (!(trust > 0) || Double.isInfinite(trust)) {
            throw new IllegalArgumentException(
                    "draws: trust not positive: trust=" + trust + "; use a finite number above 0");
        }
        return 1 / (1 + (count() - 1) * trust);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Draws that
                && Double.compare(rows, that.rows) == 0
                && dimension == that.dimension
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + dimension;
    }

    @Override
    public String toString() {
        return "Draws[count=" + count() + ", dimension=" + dimension + "]";
    }
}
