package io.elbo4j.merge;

import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Batches;
import io.elbo4j.data.Shard;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.math.Workspace;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.io.Serializable;

/**
 * The steps that a shard takes on its own copy of a belief. What they aim at is the merge's affair: the prior and the number of
 * rows that the gradient stands for are in the target.
 *
 * @param likelihood of the data
 * @param estimator of the gradient
 * @param update that moves the belief
 * @param batchRows rows a step
 * @param count steps
 */
record LocalSteps(LogLikelihood likelihood, Estimator estimator, MeanFieldUpdate update, int batchRows, int count)
        implements Serializable {

    /**
     * Where the steps led.
     *
     * @param state after the last
     * @param logLik mean a row over the steps, nats
     */
    record Taken(MeanFieldState state, double logLik) {}

    /**
     * Takes them.
     *
     * @param start with the slots of the update; its step tells minibatches, noise and rate
     * @param shard with at least {@code batchRows} rows
     */
    Taken from(MeanFieldState start, Target target, Round<MeanFieldState> round, Shard shard) {
        Batches batches = shard.batches(Stream.BATCHES.of(round.key()), batchRows);
        Key noise = Stream.NOISE.of(round.key());
        MeanFieldState state = start;
        Workspace workspace = new Workspace();
        double logLik = 0;
        for (int i = 0; i < count; i++) {
            Key draw = noise.fold(state.step()).fold(shard.index());
            Sums gradient =
                    estimator.gradient(state.posterior(), likelihood, batches.at(state.step()), draw, workspace);
            logLik += gradient.logLik() / gradient.rows();
            MeanFieldState next = update.next(state, gradient, target, workspace);
            gradient.arrays().forEach(workspace::giveBack);
            // The arrays of the start are not from the workspace, and stay.
            state.arrays().forEach(workspace::giveBack);
            state = next;
        }
        return new Taken(state, logLik / count);
    }
}
