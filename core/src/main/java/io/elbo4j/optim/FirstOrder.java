package io.elbo4j.optim;

import java.io.Serializable;

/** A rule that moves numbers along a gradient, with {@link #slots} numbers of memory for each. */
public interface FirstOrder extends Serializable {

    /** Numbers of memory a parameter; each starts at 0. */
    int slots();

    /**
     * One ascent step of all parameters; what does not depend on them is worked out here, once.
     *
     * @param step number of this update, from 1
     */
    Step at(long step, double learningRate);

    /** A step at one rate. */
    @FunctionalInterface
    interface Step {

        /**
         * Of one parameter.
         *
         * @param slots the parameter's memory is {@code slots[first + i][at]}, i below {@link #slots}; updated in place
         * @param first index of the rule's first slot array
         * @return what to add to the parameter
         */
        double move(double gradient, float[][] slots, int first, int at);
    }
}
