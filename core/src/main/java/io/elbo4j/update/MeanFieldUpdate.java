package io.elbo4j.update;

import io.elbo4j.math.Sums;
import io.elbo4j.math.Workspace;

/** A rule that takes a mean-field Gaussian one step on. Pure: neither argument is changed. */
public interface MeanFieldUpdate extends Slots {

    /**
     * The next state.
     *
     * @param gradient sums from an estimator: {@code [mean gradient (A), log sd gradient (A)]}
     */
    MeanFieldState next(MeanFieldState state, Sums gradient, Target target);

    /**
     * The same.
     *
     * @param workspace may lend arrays of the next state, each of them to it alone
     */
    default MeanFieldState next(MeanFieldState state, Sums gradient, Target target, Workspace workspace) {
        return next(state, gradient, target);
    }
}
