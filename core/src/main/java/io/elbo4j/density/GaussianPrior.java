package io.elbo4j.density;

import java.io.Serializable;

/** Independent normal priors of the weights. Every diagonal posterior can be handed back as one. */
public interface GaussianPrior extends Serializable {

    /** Prior mean of parameter {@code index} of θ. */
    double mean(int index);

    /** Prior precision of parameter {@code index} of θ; positive, or 0 for a flat prior. */
    double precision(int index);

    /** Precision of the prior of a point; 0, which is flat, unless it stands for rows that others have seen. */
    default double pointPrecision(int index) {
        return 0;
    }

    /**
     * The precision with which means are pulled to that of the prior; its own, unless it holds means more firmly than it says how
     * wide they are (generalised VCL).
     *
     * @param precision of this parameter, as a rule has found it
     */
    default double meanPrecision(int index, double precision) {
        return precision;
    }

    /**
     * Mean Hessian a row that the rows behind this prior showed; 0 when there are none. Rows of the same kind will show the same,
     * so a rule may start from it.
     */
    default double hessianPerRow(int index) {
        return 0;
    }

    /**
     * How many times as far as its rate says a rule goes: 1, unless this precision stands for the rows of that many shards, so that
     * scaling by it makes the steps of each too short.
     */
    default double pace(int index) {
        return 1;
    }

    /** Whether it says the same of every weight, and nothing of points. */
    default boolean uniform() {
        return false;
    }

    /** N(0, variance) for each weight. */
    static GaussianPrior isotropic(double variance) {
        return new IsotropicGaussianPrior(variance);
    }
}
