package io.elbo4j.update;

import io.elbo4j.family.SparseGaussian;
import java.io.Serializable;
import java.util.List;

/** What is remembered of each active parameter beside its normal, and how that starts. */
public interface Slots extends Serializable {

    /** How a slot starts for a parameter that has just entered the support. */
    enum Newcomer {
        /** At 0, as momentum does. */
        ZERO,
        /** At the mean of its layer's active parameters, as a curvature does. */
        LAYER_MEAN
    }

    /** The slots of the state, in order. */
    List<Newcomer> newcomers();

    /**
     * The state before the first step.
     *
     * @param posterior supplies support and means; standard deviations may be set here
     */
    MeanFieldState initial(SparseGaussian posterior, Target target);

    /**
     * The state from which training starts when there is a belief already, for example a merged one. The belief stays as it
     * is, and what the rule would remember of it is read from it as far as that can be.
     */
    default MeanFieldState around(SparseGaussian belief, Target target) {
        return initial(belief, target);
    }
}
