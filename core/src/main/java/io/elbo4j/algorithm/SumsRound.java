package io.elbo4j.algorithm;

import io.elbo4j.math.Sums;

/** Local step and merge in one value, whose contributions are {@link Sums} and add up. */
public interface SumsRound<S> extends LocalStep<S, Sums>, Merge<S, Sums> {

    @Override
    default Sums identity() {
        return Sums.NONE;
    }

    @Override
    default Sums combine(Sums left, Sums right) {
        return left.plus(right);
    }

    @Override
    default boolean isFinite(Sums contribution) {
        return Double.isFinite(contribution.logLik());
    }
}
