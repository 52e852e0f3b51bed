package io.elbo4j.program;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Sums;
import io.elbo4j.math.WeightedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Many steps a round, each shard on its own copy and with its rows standing for all N; then parameters and the optimiser's memory are averaged with the shards' rows as
 * weights. One plain step is that of {@link GradientAscent}; many are not where steps on pooled rows would have led, and cost one round.
 *
 * @param gradients whose estimates are followed
 * @param ascent that follows them
 * @param localSteps steps a round
 */
record LocalAscent(GradientAscent gradients, AscentStep ascent, int localSteps) implements SumsRound<ProgramState> {

    LocalAscent {
        if (localSteps < 1) {
            throw new IllegalArgumentException(
                    "program: nothing to average: localSteps=" + localSteps + "; take one step or more");
        }
    }

    /** Arrays: rows × parameters {@code [D]}, rows × N, rows × each slot {@code [D]}. */
    @Override
    public Sums run(Round<ProgramState> round, Shard shard) {
        int rows = shard.examples().rows();
        if (rows == 0) {
            return identity();
        }
        LongFunction<Minibatch> minibatches = gradients.minibatches(round.key(), shard);
        double total = gradients.total(shard);
        ProgramState state = round.state();
        double value = 0;
        for (int i = 0; i < localSteps; i++) {
            Estimate estimate = gradients.estimate(round, state, shard, minibatches.apply(state.step()));
            value += estimate.value();
            state = ascent.from(state, estimate.gradientTimes(1), total).state();
        }
        List<double[]> arrays = new ArrayList<>();
        arrays.add(WeightedArrays.times(state.theta(), rows));
        arrays.add(new double[] {rows * total});
        state.slots().forEach(slot -> arrays.add(WeightedArrays.times(slot, rows)));
        return new Sums(rows, rows * value / localSteps, List.copyOf(arrays));
    }

    @Override
    public Outcome<ProgramState> finish(Round<ProgramState> round, Sums combined) {
        double rows = combined.rows();
        if (rows == 0) {
            return new Outcome<>(round.state(), Map.of());
        }
        List<float[]> means = combined.arrays().stream()
                .map(sum -> WeightedArrays.mean(sum, rows))
                .toList();
        double value = combined.logLik() / rows;
        double total = combined.arrays().get(1)[0] / rows;
        for (float parameter : means.get(0)) {
            if (!Float.isFinite(parameter) || !Double.isFinite(value)) {
                throw new DivergedException(round.index(), "objective=" + value + " parameter=" + parameter);
            }
        }
        long step = round.state().step() + localSteps;
        ProgramState state = new ProgramState(means.get(0), means.subList(2, means.size()), step);
        return new Outcome<>(state, gradients.diagnostics(state, value, total));
    }
}
