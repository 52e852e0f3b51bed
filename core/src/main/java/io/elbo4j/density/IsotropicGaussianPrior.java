package io.elbo4j.density;

/**
 * N(0, variance) for every weight.
 *
 * @param variance positive
 */
public record IsotropicGaussianPrior(double variance) implements GaussianPrior {

    public IsotropicGaussianPrior {
        if (!(variance > 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException(
                    "prior: variance not positive: prior.variance=" + variance + "; use a finite number above 0");
        }
    }

    @Override
    public double mean(int index) {
        return 0;
    }

    @Override
    public double precision(int index) {
        return 1 / variance;
    }

    @Override
    public boolean uniform() {
        return true;
    }
}
