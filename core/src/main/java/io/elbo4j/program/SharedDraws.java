package io.elbo4j.program;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.Shard;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Objective;
import io.elbo4j.optim.FirstOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gradient ascent on objectives that are no sums over rows, over shards: all draw the same particles, and each step takes two rounds. In the first a shard sends what its
 * rows add to the S log weights; in the second all know the whole log weights, so that the gradient is a sum over rows, with known coefficients, and each shard sends its
 * part. A message is 8·S bytes, then 4·D. One round would have to send a gradient for each particle, 4·S·D bytes, each from a backward pass of its own; two cost one more
 * forward pass.
 *
 * <p>A step looks at every row. The gradient is that of one shard with all rows, to rounding.
 */
public final class SharedDraws implements SumsRound<ProgramState> {

    private static final long serialVersionUID = 1;

    private final Inference<?> inference;
    private final AscentStep ascent;
    private final int rowsAtOnce;

    private SharedDraws(Inference<?> inference, AscentStep ascent, int rowsAtOnce) {
        this.inference = inference;
        this.ascent = ascent;
        this.rowsAtOnce = rowsAtOnce;
    }

    /**
     * Over rows.
     *
     * @param rowsAtOnce of a shard in one pass through the graph; memory, not statistics
     * @param width F
     * @throws IllegalArgumentException for an objective that adds up, which needs none of this
     */
    public static SharedDraws overRows(
            Inference<? extends Objective> inference,
            FirstOrder optimiser,
            LearningRate rate,
            int rowsAtOnce,
            int width) {
        if (inference.objective() instanceof AdditiveObjective) {
            throw new IllegalArgumentException("program: objective adds up over shards: objective="
                    + inference.objective() + "; GradientAscent.overRows takes one round a step, and minibatches");
        }
        if (rowsAtOnce < 1) {
            throw new IllegalArgumentException(
                    "program: no rows at once: rowsAtOnce=" + rowsAtOnce + "; take as many as memory allows");
        }
        ParameterLayout layout = inference.layout(Minibatch.like(rowsAtOnce, width));
        return new SharedDraws(inference, new AscentStep(optimiser, rate, layout), rowsAtOnce);
    }

    /** As an algorithm for any runner: two rounds a step. */
    public Algorithm<ProgramState, Sums> algorithm(String name) {
        return new Algorithm<>(name, this, this, ProgramStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /** Where training starts. */
    public ProgramState initial(Key key, int width) {
        return ascent.start(inference.initial(Minibatch.like(rowsAtOnce, width), key));
    }

    /** Shards need parameters and log weights, not the optimiser's memory. */
    @Override
    public ProgramState told(Round<ProgramState> round) {
        return round.state().withoutSlots();
    }

    /** Array: rows × whole log weights {@code [S]} of which others' rows are missing; or rows × gradient {@code [D]}. */
    @Override
    public Sums run(Round<ProgramState> round, Shard shard) {
        int rows = shard.examples().rows();
        if (rows == 0) {
            return identity();
        }
        ProgramState state = round.state();
        Key noise = Stream.NOISE.of(round.key()).fold(state.step());
        try {
            return state.logWeights().length == 0 ? weighed(state, shard, noise) : gradient(state, shard, noise);
        } catch (NotFiniteException e) {
            throw new DivergedException(round.index(), e.text());
        }
    }

    private Sums weighed(ProgramState state, Shard shard, Key noise) {
        int rows = shard.examples().rows();
        double[] sums = new double[inference.particles() * inference.repetitions()];
        for (int from = 0; from < rows; from += rowsAtOnce) {
            Minibatch piece = piece(shard, from);
            LogWeights part = inference.logWeights(state.theta(), piece, noise);
            Arrays.setAll(sums, s -> sums[s] + piece.rows() * part.outside()[s] + shard.totalRows() * part.ofRows()[s]);
        }
        return Sums.of(rows, 0, sums);
    }

    private Sums gradient(ProgramState state, Shard shard, Key noise) {
        int rows = shard.examples().rows();
        Weighing weighing = Weighing.of(inference.objective(), inference.particles(), state.logWeights());
        double[] sums = new double[state.theta().length];
        double value = 0;
        for (int from = 0; from < rows; from += rowsAtOnce) {
            Minibatch piece = piece(shard, from);
            Estimate part = inference.estimate(state.theta(), piece, noise, weighing);
            Arrays.setAll(sums, i -> sums[i] + piece.rows() * (double) part.gradient()[i]);
            value += piece.rows() * part.value();
        }
        // The mean as float32, of which the wire is half as long.
        Arrays.setAll(sums, i -> (double) rows * (float) (sums[i] / rows));
        return Sums.of(rows, value, sums);
    }

    /** Rows in their order; each names its own noise, so that it does not matter where they are. */
    private Minibatch piece(Shard shard, int from) {
        int to = Math.min(from + rowsAtOnce, shard.examples().rows());
        long[] numbers = new long[to - from];
        Arrays.setAll(numbers, i -> shard.globalRow(from + i));
        return new Minibatch(shard.examples().slice(from, to), numbers, shard.totalRows());
    }

    @Override
    public Outcome<ProgramState> finish(Round<ProgramState> round, Sums combined) {
        ProgramState state = round.state();
        double rows = combined.rows();
        if (rows == 0) {
            return new Outcome<>(state, Map.of());
        }
        double[] mean =
                Arrays.stream(combined.arrays().get(0)).map(x -> x / rows).toArray();
        if (state.logWeights().length == 0) {
            return new Outcome<>(state.weighed(mean), Map.of());
        }
        double value = combined.logLik() / rows;
        AscentStep.Taken taken = ascent.from(state, mean, rows);
        if (!Double.isFinite(value) || !Double.isFinite(taken.gradientNorm())) {
            throw new DivergedException(round.index(), "objective=" + value + " gradientNorm=" + taken.gradientNorm());
        }
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("step", state.step() + 1.0);
        diagnostics.put("objective", value);
        diagnostics.put("trainElbo", value / rows);
        diagnostics.put("gradientNorm", taken.gradientNorm());
        return new Outcome<>(taken.state(), diagnostics);
    }
}
