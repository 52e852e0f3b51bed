package io.elbo4j.models.fieldspace;

import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Batches;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.math.WeightedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many local steps a round, each shard on its own copy of the fields and with the whole divergence, its rows standing for all N; then fields
 * and slots are averaged with the shards' rows as weights. βθ is half the log odds, so the mean of the fields is the normalised geometric
 * mean of the shards' beliefs: the one belief with the least mean KL to them. It is not where steps on pooled rows would have led.
 */
record FieldAverage(FieldGradient gradient, FieldUpdate update, FieldTarget target, int batchRows, int localSteps)
        implements FieldRound {

    @Override
    public Sums run(Round<FieldState> round, Shard shard) {
        int rows = shard.examples().rows();
        if (rows == 0) {
            return identity();
        }
        Batches batches = shard.batches(Stream.BATCHES.of(round.key()), batchRows);
        Key noise = Stream.NOISE.of(round.key());
        FieldState state = round.state();
        double logLik = 0;
        for (int i = 0; i < localSteps; i++) {
            Key draw = noise.fold(state.step()).fold(shard.index());
            Sums sums = gradient.of(state.belief(), batches.at(state.step()), draw);
            logLik += sums.logLik() / sums.rows();
            state = update.next(state, sums, target);
        }
        List<double[]> arrays =
                new ArrayList<>(List.of(WeightedArrays.times(state.belief().field(), rows)));
        state.slots().forEach(slot -> arrays.add(WeightedArrays.times(slot, rows)));
        return new Sums(rows, rows * logLik / localSteps, List.copyOf(arrays));
    }

    @Override
    public Outcome<FieldState> finish(Round<FieldState> round, Sums combined) {
        if (combined.rows() == 0) {
            return new Outcome<>(round.state(), Map.of());
        }
        List<float[]> means = combined.arrays().stream()
                .map(sum -> WeightedArrays.mean(sum, combined.rows()))
                .toList();
        long step = round.state().step() + localSteps;
        FieldState next = new FieldState(
                round.state()
                        .belief()
                        .with(means.get(0))
                        .at(update.inverseTemperature().at(step)),
                means.subList(1, means.size()),
                step);
        return FieldRound.checked(round, next, combined, target);
    }
}
