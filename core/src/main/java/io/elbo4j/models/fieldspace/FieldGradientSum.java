package io.elbo4j.models.fieldspace;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import java.util.Map;

/**
 * One step a round: shards send the gradients of one minibatch each, the coordinator adds them up, lets the divergence pull once, and moves
 * once. The step is that of one machine with the minibatches together.
 */
record FieldGradientSum(FieldGradient gradient, FieldUpdate update, FieldTarget target, int batchRows)
        implements FieldRound {

    @Override
    public Sums run(Round<FieldState> round, Shard shard) {
        if (shard.examples().rows() == 0) {
            return identity();
        }
        long step = round.state().step();
        Key noise = Stream.NOISE.of(round.key()).fold(step).fold(shard.index());
        return gradient.of(
                round.state().belief(),
                shard.batches(Stream.BATCHES.of(round.key()), batchRows).at(step),
                noise);
    }

    @Override
    public Outcome<FieldState> finish(Round<FieldState> round, Sums combined) {
        if (combined.rows() == 0) {
            return new Outcome<>(round.state(), Map.of());
        }
        return FieldRound.checked(round, update.next(round.state(), combined, target), combined, target);
    }
}
