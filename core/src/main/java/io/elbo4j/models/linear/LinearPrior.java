package io.elbo4j.models.linear;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.site.FullSite;
import java.io.Serializable;

/** What is believed about coefficients before the rows: an independent normal for each, or the posterior of earlier rows. */
public sealed interface LinearPrior extends Serializable {

    /** h = Λm {@code [D]} and Λ {@code [D, D]}. */
    FullSite natural(int dimension);

    /** N(0, variance) for each coefficient. */
    static LinearPrior isotropic(double variance) {
        return new Isotropic(variance);
    }

    /** The posterior of earlier rows, a {@link FullGaussian} or {@link DiagonalGaussian}. */
    static LinearPrior of(Posterior earlier) {
        if (earlier instanceof FullGaussian full) {
            return new Earlier(FullSite.of(full));
        }
        double[] variance = ((DiagonalGaussian) earlier).variance();
        double[] shift = ((DiagonalGaussian) earlier).mean().clone();
        double[] precision = new double[variance.length * variance.length];
        for (int i = 0; i < variance.length; i++) {
            precision[i * variance.length + i] = 1 / variance[i];
            shift[i] /= variance[i];
        }
        return new Earlier(new FullSite(variance.length, shift, precision));
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
    }

    /**
     * From earlier rows.
     *
     * @param site its natural parameters
     */
    record Earlier(FullSite site) implements LinearPrior {

        @Override
        public FullSite natural(int dimension) {
            if (site.dimension() != dimension) {
                throw new IllegalArgumentException("linear regression: prior of another size: prior="
                        + site.dimension() + " inputs=" + dimension + "; both have one number an input, and one for the"
                        + " bias");
            }
            return site;
        }
    }
}
