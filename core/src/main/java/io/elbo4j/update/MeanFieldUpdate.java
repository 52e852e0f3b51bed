package io.elbo4j.update;

import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Sums;
import java.io.Serializable;

/** A rule that takes a mean-field Gaussian one step on. Pure: neither argument is changed. */
public interface MeanFieldUpdate extends Serializable {

    /** How a slot starts for a parameter that has just entered the support. */
    enum Newcomer {
        /** At 0, as momentum does. */
        ZERO,
        /** At the mean of its layer's active parameters, as a curvature does. */
        LAYER_MEAN
    }

    /** The slots of the state, in order. */
    java.util.List<Newcomer> newcomers();

    /**
     * The state before the first step.
     *
     * @param posterior supplies support and means; the rule may set the standard deviations
     */
    MeanFieldState initial(SparseGaussian posterior, Target target);

    /**
     * The next state.
     *
     * @param gradient sums from an estimator: {@code [mean gradient (A), log sd gradient (A)]}
     */
    MeanFieldState next(MeanFieldState state, Sums gradient, Target target);
}
