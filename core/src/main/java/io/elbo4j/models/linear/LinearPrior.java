package io.elbo4j.models.linear;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.site.FullSite;
import java.io.Serializable;

/**
 * What is believed about coefficients before the rows, N(m₀, Λ⁻¹): an independent normal for each, or the posterior of earlier
 * rows. Solvers ask in every round, so nothing is factorised here but once.
 */
public sealed interface LinearPrior extends Serializable {

    /** h = Λm₀ {@code [D]} and Λ {@code [D, D]}. */
    FullSite natural(int dimension);

    /** m₀, {@code [D]}. */
    double[] mean(int dimension);

    /** Λ_ii. */
    double precision(int index);

    /** Gradient of the log density, Λ(m₀ − mean), {@code [D]}. */
    double[] gradient(double[] mean);

    /** E[(θ − m₀)ᵀΛ(θ − m₀)] under a belief of this mean {@code [D]} and covariance {@code [D, D]}. */
    double expectedQuadratic(double[] mean, double[] covariance);

    /** ln |Λ|. */
    double logDeterminant(int dimension);

    /** N(0, variance) for each coefficient. */
    static LinearPrior isotropic(double variance) {
        return new Isotropic(variance);
    }

    /** The posterior of earlier rows, a {@link FullGaussian} or {@link DiagonalGaussian}. */
    static LinearPrior of(Posterior earlier) {
        FullSite site = earlier instanceof FullGaussian full ? FullSite.of(full) : site((DiagonalGaussian) earlier);
        double logDeterminant =
                PositiveDefinite.of(site.precision(), site.dimension()).logDeterminant();
        return new Earlier(site, LinearElbo.mean(earlier), logDeterminant);
    }

    private static FullSite site(DiagonalGaussian earlier) {
        int d = earlier.dimension();
        double[] shift = earlier.mean().clone();
        double[] precision = new double[d * d];
        for (int i = 0; i < d; i++) {
            precision[i * d + i] = 1 / earlier.variance()[i];
            shift[i] /= earlier.variance()[i];
        }
        return new FullSite(d, shift, precision);
    }

    /**
     * The same for all.
     *
     * @param variance positive
     */
    record Isotropic(double variance) implements LinearPrior {

        @Override
        public FullSite natural(int dimension) {
            double[] precision = new double[dimension * dimension];
            for (int i = 0; i < dimension; i++) {
                precision[i * dimension + i] = 1 / variance;
            }
            return new FullSite(dimension, new double[dimension], precision);
        }

        @Override
        public double[] mean(int dimension) {
            return new double[dimension];
        }

        @Override
        public double precision(int index) {
            return 1 / variance;
        }

        @Override
        public double[] gradient(double[] mean) {
            double[] gradient = new double[mean.length];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = -mean[i] / variance;
            }
            return gradient;
        }

        @Override
        public double expectedQuadratic(double[] mean, double[] covariance) {
            double sum = 0;
            for (int i = 0; i < mean.length; i++) {
                sum += (covariance[i * mean.length + i] + mean[i] * mean[i]) / variance;
            }
            return sum;
        }

        @Override
        public double logDeterminant(int dimension) {
            return -dimension * Math.log(variance);
        }
    }

    /**
     * From earlier rows.
     *
     * @param site its natural parameters
     * @param mean m₀, {@code [D]}
     * @param logDeterminant ln |Λ|
     */
    record Earlier(FullSite site, double[] mean, double logDeterminant) implements LinearPrior {

        @Override
        public FullSite natural(int dimension) {
            requireDimension(dimension);
            return site;
        }

        private void requireDimension(int dimension) {
            if (site.dimension() != dimension) {
                throw new IllegalArgumentException("linear regression: prior of another size: prior="
                        + site.dimension() + " inputs=" + dimension + "; both have one number an input, and one for the"
                        + " bias");
            }
        }

        @Override
        public double[] mean(int dimension) {
            requireDimension(dimension);
            return mean.clone();
        }

        @Override
        public double precision(int index) {
            return site.precision()[index * mean.length + index];
        }

        @Override
        public double[] gradient(double[] at) {
            double[] gradient = site.precisionMean().clone();
            for (int i = 0; i < gradient.length; i++) {
                for (int j = 0; j < gradient.length; j++) {
                    gradient[i] -= site.precision()[i * gradient.length + j] * at[j];
                }
            }
            return gradient;
        }

        @Override
        public double expectedQuadratic(double[] at, double[] covariance) {
            int d = mean.length;
            double sum = 0;
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    double deviations = (at[i] - mean[i]) * (at[j] - mean[j]);
                    sum += site.precision()[i * d + j] * (covariance[i * d + j] + deviations);
                }
            }
            return sum;
        }

        @Override
        public double logDeterminant(int dimension) {
            return logDeterminant;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Earlier that && site.equals(that.site);
        }

        @Override
        public int hashCode() {
            return site.hashCode();
        }
    }
}
