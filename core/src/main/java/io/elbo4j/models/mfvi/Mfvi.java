package io.elbo4j.models.mfvi;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.MeanFieldRound;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldStateCodec;

/** Dense mean-field variational inference: every weight has a mean and a standard deviation of its own. */
public final class Mfvi {

    private Mfvi() {}

    /** The algorithm; what it is depends on the estimator, rule and merge inside the round. */
    public static Algorithm<MeanFieldState, Sums> of(MeanFieldRound round) {
        return new Algorithm<>("mfvi", round, round, MeanFieldStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }
}
