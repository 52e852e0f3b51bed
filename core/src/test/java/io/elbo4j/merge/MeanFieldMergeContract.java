package io.elbo4j.merge;

import io.elbo4j.contract.MergeContract;
import io.elbo4j.math.Sums;
import io.elbo4j.update.MeanFieldState;

/** The contract of merges of {@link Sums} into a mean-field state: how their numbers are compared. */
abstract class MeanFieldMergeContract extends MergeContract<MeanFieldState, Sums> {

    @Override
    protected double[] numbers(Sums contribution) {
        return Fixtures.numbers(contribution);
    }

    @Override
    protected double[] stateNumbers(MeanFieldState state) {
        return Fixtures.numbers(state);
    }

    @Override
    protected double stateTolerance() {
        return 1e-6;
    }
}
