package io.elbo4j.site;

import io.elbo4j.family.FullGaussian;
import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.math.Spectrum;
import java.util.Arrays;

/**
 * A factor of a normal distribution with a full precision matrix.
 *
 * @param dimension D
 * @param precisionMean h = Λm, {@code [D]}
 * @param precision Λ, {@code [D, D]}, row-major and symmetric; need not be positive definite
 */
public record FullSite(int dimension, double[] precisionMean, double[] precision) implements GaussianSite {

    private static final double SYMMETRY = 1e-9;

    public FullSite {
        if (precisionMean.length != dimension || precision.length != (long) dimension * dimension) {
            throw new IllegalArgumentException("full site: sizes do not agree: dimension=" + dimension
                    + " precisionMean=" + precisionMean.length + " precision=" + precision.length
                    + "; the precision has dimension × dimension numbers");
        }
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                double lower = precision[i * dimension + j];
                double upper = precision[j * dimension + i];
                if (Math.abs(lower - upper) > SYMMETRY * Math.max(Math.abs(lower), Math.abs(upper))) {
                    throw new IllegalArgumentException("full site: precision not symmetric: row=" + i + " column=" + j
                            + " lower=" + lower + " upper=" + upper + "; give both halves");
                }
            }
        }
    }

    /** The factor 1. */
    public static FullSite identity(int dimension) {
        return new FullSite(dimension, new double[dimension], new double[dimension * dimension]);
    }

    /** The natural parameters of a belief. */
    public static FullSite of(FullGaussian q) {
        PositiveDefinite covariance = PositiveDefinite.of(q.covariance(), q.dimension());
        return new FullSite(q.dimension(), covariance.solve(q.mean()), covariance.inverse());
    }

    @Override
    public FullSite identity() {
        return identity(dimension);
    }

    @Override
    public FullSite plus(GaussianSite other) {
        if (!(other instanceof FullSite that) || that.dimension != dimension) {
            throw GaussianSite.mismatch(this, other);
        }
        double[] h = new double[dimension];
        Arrays.setAll(h, i -> precisionMean[i] + that.precisionMean[i]);
        double[] lambda = new double[precision.length];
        Arrays.setAll(lambda, i -> precision[i] + that.precision[i]);
        return new FullSite(dimension, h, lambda);
    }

    @Override
    public FullSite times(double power) {
        return new FullSite(
                dimension,
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
        for (double h : precisionMean) {
            squares += h * h;
        }
        for (double lambda : precision) {
            squares += lambda * lambda;
        }
        return Math.sqrt(squares);
    }

    @Override
    public void requireProper() {
        factorised();
    }

    @Override
    public FullGaussian posterior() {
        PositiveDefinite factorised = factorised();
        return new FullGaussian(factorised.solve(precisionMean), factorised.inverse());
    }

    private PositiveDefinite factorised() {
        for (int i = 0; i < dimension; i++) {
            boolean finite = Double.isFinite(precisionMean[i]);
            for (int j = 0; j < dimension && finite; j++) {
                finite = Double.isFinite(precision[i * dimension + j]);
            }
            if (!finite) {
                throw new ImproperGaussianException(i, Double.NaN);
            }
        }
        try {
            return PositiveDefinite.of(precision, dimension);
        } catch (IllegalArgumentException e) {
            Spectrum spectrum = Spectrum.of(precision, dimension);
            ImproperGaussianException improper =
                    new ImproperGaussianException(spectrum.coordinateOfLeast(), spectrum.least());
            improper.initCause(e);
            throw improper;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FullSite that
                && Arrays.equals(precisionMean, that.precisionMean)
                && Arrays.equals(precision, that.precision);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(precisionMean) + Arrays.hashCode(precision);
    }

    @Override
    public String toString() {
        return "FullSite[dimension=" + dimension + "]";
    }
}
