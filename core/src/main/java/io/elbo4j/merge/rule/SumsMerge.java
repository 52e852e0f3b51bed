package io.elbo4j.merge.rule;

import io.elbo4j.math.Sums;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.FullSite;
import io.elbo4j.site.GaussianSite;

/** A rule whose contributions are {@link Sums}. */
interface SumsMerge<L, R> extends PosteriorMerge<L, Sums, R> {

    @Override
    default Sums identity() {
        return Sums.NONE;
    }

    @Override
    default Sums combine(Sums left, Sums right) {
        return left.plus(right);
    }

    /** A multiple of natural parameters as sums: h {@code [D]}, Λ {@code [D]} or {@code [D, D]}. */
    static Sums of(double weight, GaussianSite site) {
        if (site instanceof FullSite) {
            FullSite full = (FullSite) site.times(weight);
            return Sums.of(weight, 0, full.precisionMean(), full.precision());
        }
        DiagonalSite diagonal = (DiagonalSite) site.times(weight);
        double[] precisionMean = new double[site.dimension()];
        double[] precision = new double[site.dimension()];
        for (int k = 0; k < diagonal.support().length; k++) {
            precisionMean[diagonal.support()[k]] = diagonal.precisionMean()[k];
            precision[diagonal.support()[k]] = diagonal.precision()[k];
        }
        return Sums.of(weight, 0, precisionMean, precision);
    }

    /** The natural parameters in sums, of the family of {@code like}. */
    static GaussianSite site(Sums sums, GaussianSite like) {
        double[] precisionMean = sums.arrays().get(0);
        double[] precision = sums.arrays().get(1);
        GaussianSite site = like instanceof FullSite
                ? new FullSite(precisionMean.length, precisionMean, precision)
                : DiagonalSite.dense(precisionMean, precision);
        if (site.dimension() != like.dimension()) {
            throw GaussianSite.mismatch(site, like);
        }
        return site;
    }
}
