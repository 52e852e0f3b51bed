package io.elbo4j.program;

import java.io.Serializable;

/** The rate of each step; a {@link io.elbo4j.optim.Schedule}'s {@code at} is one. */
@FunctionalInterface
public interface LearningRate extends Serializable {

    /** Of a step, counted from 0. */
    double at(long step);
}
