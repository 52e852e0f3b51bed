package io.elbo4j.site;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.math.Supports;
import java.util.Arrays;

/**
 * A factor of independent normals on some parameters. A parameter outside the support has natural parameters 0: sites with
 * different supports add up to one with the union of them.
 *
 * @param dimension D
 * @param support {@code [A]}: ascending indices
 * @param precisionMean h, {@code [A]}: precision × mean
 * @param precision Λ, {@code [A]}; may be negative
 */
public record DiagonalSite(int dimension, int[] support, double[] precisionMean, double[] precision)
        implements GaussianSite {

    public DiagonalSite {
        if (precisionMean.length != support.length || precision.length != support.length) {
            throw new IllegalArgumentException("diagonal site: sizes do not agree: support=" + support.length
                    + " precisionMean=" + precisionMean.length + " precision=" + precision.length
                    + "; each has one entry a parameter of the support");
        }
        int disorder = Supports.disorder(support, dimension);
        if (disorder >= 0) {
            throw new IllegalArgumentException("diagonal site: support not ascending or out of range: index="
                    + support[disorder] + " previous=" + Supports.previous(support, disorder) + " dimension="
                    + dimension + "; sort and bound the support");
        }
    }

    /** A site on all parameters. */
    public static DiagonalSite dense(double[] precisionMean, double[] precision) {
        int[] support = new int[precisionMean.length];
        Arrays.setAll(support, i -> i);
        return new DiagonalSite(support.length, support, precisionMean, precision);
    }

    /** The factor 1. */
    public static DiagonalSite identity(int dimension) {
        return new DiagonalSite(dimension, new int[0], new double[0], new double[0]);
    }

    /** The natural parameters of a belief. */
    public static DiagonalSite of(DiagonalGaussian q) {
        double[] precision = new double[q.dimension()];
        double[] precisionMean = new double[q.dimension()];
        for (int i = 0; i < precision.length; i++) {
            precision[i] = 1 / q.variance()[i];
            precisionMean[i] = precision[i] * q.mean()[i];
        }
        return dense(precisionMean, precision);
    }

    @Override
    public DiagonalSite identity() {
        return identity(dimension);
    }

    @Override
    public DiagonalSite plus(GaussianSite other) {
        if (!(other instanceof DiagonalSite that) || that.dimension != dimension) {
            throw GaussianSite.mismatch(this, other);
        }
        int[] indices = new int[support.length + that.support.length];
        double[] h = new double[indices.length];
        double[] lambda = new double[indices.length];
        int size = 0;
        int left = 0;
        int right = 0;
        while (left < support.length || right < that.support.length) {
            int leftIndex = left < support.length ? support[left] : dimension;
            int rightIndex = right < that.support.length ? that.support[right] : dimension;
            indices[size] = Math.min(leftIndex, rightIndex);
            if (leftIndex <= rightIndex) {
                h[size] = precisionMean[left];
                lambda[size] = precision[left++];
            }
            if (rightIndex <= leftIndex) {
                h[size] += that.precisionMean[right];
                lambda[size] += that.precision[right++];
            }
            size++;
        }
        return new DiagonalSite(
                dimension, Arrays.copyOf(indices, size), Arrays.copyOf(h, size), Arrays.copyOf(lambda, size));
    }

    @Override
    public DiagonalSite times(double power) {
        return new DiagonalSite(
                dimension,
                support,
                Arrays.stream(precisionMean).map(h -> power * h).toArray(),
                Arrays.stream(precision).map(lambda -> power * lambda).toArray());
    }

    @Override
    public boolean isFinite() {
        return Arrays.stream(precisionMean).allMatch(Double::isFinite)
                && Arrays.stream(precision).allMatch(Double::isFinite);
    }

    @Override
    public double norm() {
        double squares = 0;
        for (int k = 0; k < support.length; k++) {
            squares += precisionMean[k] * precisionMean[k] + precision[k] * precision[k];
        }
        return Math.sqrt(squares);
    }

    @Override
    public void requireProper() {
        for (int k = 0; k < support.length; k++) {
            if (support[k] > k) {
                throw new ImproperGaussianException(k, 0);
            }
            if (!(precision[k] > 0) || !Double.isFinite(precision[k])) {
                throw new ImproperGaussianException(k, precision[k]);
            }
            if (!Double.isFinite(precisionMean[k])) {
                throw new ImproperGaussianException(k, Double.NaN);
            }
        }
        if (support.length < dimension) {
            throw new ImproperGaussianException(support.length, 0);
        }
    }

    @Override
    public DiagonalGaussian posterior() {
        requireProper();
        double[] mean = new double[dimension];
        double[] variance = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            mean[i] = precisionMean[i] / precision[i];
            variance[i] = 1 / precision[i];
        }
        return new DiagonalGaussian(mean, variance);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DiagonalSite that
                && dimension == that.dimension
                && Arrays.equals(support, that.support)
                && Arrays.equals(precisionMean, that.precisionMean)
                && Arrays.equals(precision, that.precision);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(support) + Arrays.hashCode(precisionMean)) + Arrays.hashCode(precision);
    }

    @Override
    public String toString() {
        return "DiagonalSite[dimension=" + dimension + ", support=" + support.length + "]";
    }
}
