package io.elbo4j.site;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import java.io.Serializable;

/** An un-normalised Gaussian factor exp(hᵀθ − ½ θᵀΛθ): an immutable value, equal by value. */
public sealed interface GaussianSite extends Serializable permits DiagonalSite, FullSite {

    /** D. */
    int dimension();

    /** The factor 1 of this family and dimension. */
    GaussianSite identity();

    /**
     * The product of both factors.
     *
     * @throws IllegalArgumentException when family or dimension differ
     */
    GaussianSite plus(GaussianSite other);

    /** This factor to a power; the power may be negative. */
    GaussianSite times(double power);

    /** Whether all natural parameters are finite. */
    boolean isFinite();

    /** Root of the sum of the squared natural parameters: how far a difference of sites has come. */
    double norm();

    /** Throws {@link ImproperGaussianException} unless this factor is a normal distribution but for its scale. */
    void requireProper();

    /**
     * This factor as a distribution.
     *
     * @throws ImproperGaussianException when it is none
     */
    Posterior posterior();

    /** The quotient of both factors. */
    default GaussianSite minus(GaussianSite other) {
        return plus(other.times(-1));
    }

    /** The natural parameters of a belief: a dense {@link DiagonalSite} or a {@link FullSite}. */
    static GaussianSite of(Posterior posterior) {
        if (posterior instanceof DiagonalGaussian diagonal) {
            return DiagonalSite.of(diagonal);
        }
        if (posterior instanceof FullGaussian full) {
            return FullSite.of(full);
        }
        throw new IllegalArgumentException(
                "site: no natural parameters: posterior=" + posterior + "; use a DiagonalGaussian or a FullGaussian");
    }

    /** The error for two factors that do not multiply. */
    static IllegalArgumentException mismatch(GaussianSite left, GaussianSite right) {
        boolean sameFamily = left.getClass() == right.getClass();
        return new IllegalArgumentException(
                sameFamily
                        ? "site: dimension mismatch: left=" + left.dimension() + " right=" + right.dimension()
                                + "; were both made for the same model?"
                        : "site: family mismatch: left=" + left.getClass().getSimpleName() + " right="
                                + right.getClass().getSimpleName()
                                + "; all sites of a model are diagonal, or all are full");
    }
}
