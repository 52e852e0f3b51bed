package io.elbo4j.merge;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Shard;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Slots;
import io.elbo4j.update.Target;

/**
 * One step a round: shards send the gradients of one minibatch each, the coordinator adds them up and moves once. Exactly
 * data-parallel: the step is that of one machine with the shards' minibatches together.
 *
 * @param likelihood of the data
 * @param estimator of the gradient
 * @param update that moves the belief
 * @param target what is inferred
 * @param batchRows rows a shard and step
 */
public record GradientSum(
        LogLikelihood likelihood, Estimator estimator, MeanFieldUpdate update, Target target, int batchRows)
        implements MeanFieldRound {

    @Override
    public int stepsPerRound() {
        return 1;
    }

    @Override
    public Slots slots() {
        return update;
    }

    @Override
    public Sums run(Round<MeanFieldState> round, Shard shard) {
        if (shard.examples().rows() == 0) {
            return identity();
        }
        long step = round.state().step();
        Key noise = Stream.NOISE.of(round.key()).fold(step).fold(shard.index());
        return estimator.gradient(
                round.state().posterior(),
                likelihood,
                shard.batches(Stream.BATCHES.of(round.key()), batchRows).at(step),
                noise);
    }

    @Override
    public Outcome<MeanFieldState> finish(Round<MeanFieldState> round, Sums combined) {
        if (combined.rows() == 0) {
            return new Outcome<>(round.state(), java.util.Map.of());
        }
        return MeanFieldRound.checked(round, update.next(round.state(), combined, target), combined, target);
    }
}
