package io.elbo4j.optim;

import java.io.Serializable;

/** A rule that moves numbers along a gradient, with {@link #slots} numbers of memory for each. */
public interface FirstOrder extends Serializable {

    /** Numbers of memory a parameter; each starts at 0. */
    int slots();

    /**
     * One ascent step of one parameter.
     *
     * @param slots the parameter's memory is {@code slots[i][at]}, i below {@link #slots}; updated in place
     * @param first index of the rule's first slot array
     * @param step of this update, from 1
     * @return what to add to the parameter
     */
    double move(double gradient, float[][] slots, int first, int at, long step, double learningRate);
}
