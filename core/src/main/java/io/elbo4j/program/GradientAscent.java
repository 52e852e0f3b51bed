package io.elbo4j.program;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.Batches;
import io.elbo4j.data.RowView;
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
import java.util.function.LongFunction;

/**
 * Stochastic gradient ascent on an objective of programs, one step a round or many. Every shard sends an estimate of the <em>whole</em> objective's
 * gradient times its weight, and the coordinator takes the mean: what is outside the rows counts once, and rows count N/B, whatever the shards are.
 */
public final class GradientAscent implements SumsRound<ProgramState> {

    private static final long serialVersionUID = 1;

    private final Inference<?> inference;
    private final AscentStep ascent;
    private final int batchRows;
    private final RowView view;

    private GradientAscent(Inference<?> inference, AscentStep ascent, int batchRows, RowView view) {
        this.inference = inference;
        this.ascent = ascent;
        this.batchRows = batchRows;
        this.view = view;
    }

    /**
     * Over rows: each shard takes a minibatch of its own. Only for objectives whose rows add up; others do not compile.
     *
     * @param batchRows rows a shard and step
     * @param width F
     */
    public static GradientAscent overRows(
            Inference<? extends AdditiveObjective> inference,
            FirstOrder optimiser,
            LearningRate rate,
            int batchRows,
            int width) {
        return overRows(inference, optimiser, rate, batchRows, RowView.ALL, width);
    }

    /**
     * Over rows that the programs see in another form.
     *
     * @param width F, as the programs see it
     */
    public static GradientAscent overRows(
            Inference<? extends AdditiveObjective> inference,
            FirstOrder optimiser,
            LearningRate rate,
            int batchRows,
            RowView view,
            int width) {
        ParameterLayout layout = inference.layout(Minibatch.like(batchRows, width));
        return new GradientAscent(inference, new AscentStep(optimiser, rate, layout), batchRows, view);
    }

    /** Over repetitions, for programs without rows: each shard draws its own, and any objective is a mean over them. */
    public static GradientAscent overRepetitions(
            Inference<? extends Objective> inference, FirstOrder optimiser, LearningRate rate) {
        ParameterLayout layout = inference.layout(Minibatch.NONE);
        return new GradientAscent(inference, new AscentStep(optimiser, rate, layout), 0, RowView.ALL);
    }

    /** As an algorithm for any runner. */
    public Algorithm<ProgramState, Sums> algorithm(String name) {
        return new Algorithm<>(name, this, this, ProgramStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /**
     * The same with many steps a round: each shard takes them on its own copy, and copies are averaged.
     *
     * @param localSteps of a shard between two averages
     */
    public Algorithm<ProgramState, Sums> algorithm(String name, int localSteps) {
        LocalAscent local = new LocalAscent(this, ascent, localSteps);
        return new Algorithm<>(name, local, local, ProgramStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /** Where training starts. */
    public ProgramState initial(Key key, int width) {
        Minibatch like = batchRows == 0 ? Minibatch.NONE : Minibatch.like(batchRows, width);
        return ascent.start(inference.initial(like, key));
    }

    /** Shards need the parameters, not the optimiser's memory. */
    @Override
    public ProgramState told(Round<ProgramState> round) {
        return round.state().withoutSlots();
    }

    /** Where the parameters lie. */
    public ParameterLayout layout() {
        return ascent.layout();
    }

    /** Arrays: weight × gradient of the whole objective {@code [D]}, weight × N. */
    @Override
    public Sums run(Round<ProgramState> round, Shard shard) {
        if (shard.examples().rows() == 0) {
            return identity();
        }
        ProgramState state = round.state();
        Minibatch minibatch = minibatches(round.key(), shard).apply(state.step());
        Estimate estimate = estimate(round, state, shard, minibatch);
        double weight = batchRows == 0 ? 1 : minibatch.rows();
        double[] gradient = estimate.gradientTimes(weight);
        return Sums.of(weight, weight * estimate.value(), gradient, new double[] {weight * total(shard)});
    }

    /** Of a shard in a state, which may be one of its own. */
    Estimate estimate(Round<ProgramState> round, ProgramState state, Shard shard, Minibatch minibatch) {
        Key noise = Stream.NOISE.of(round.key()).fold(state.step());
        try {
            // Rows name their own noise, so that shards share what is drawn outside them; repetitions must not be the
            // same.
            Key own = batchRows == 0 ? noise.fold(shard.index()) : noise;
            return inference.estimate(state.theta(), minibatch, own);
        } catch (NotFiniteException e) {
            throw new DivergedException(round.index(), e.text());
        }
    }

    /** N, or 1 for a program without rows. */
    double total(Shard shard) {
        return batchRows == 0 ? 1 : shard.totalRows();
    }

    /** Those of a shard, by step. */
    LongFunction<Minibatch> minibatches(Key key, Shard shard) {
        if (batchRows == 0) {
            return step -> Minibatch.NONE;
        }
        Batches batches = shard.batches(Stream.BATCHES.of(key), batchRows);
        return step -> {
            int[] rows = batches.rows(step);
            long[] numbers = Arrays.stream(rows).mapToLong(shard::globalRow).toArray();
            return new Minibatch(view.of(shard.examples().select(rows)), numbers, shard.totalRows());
        };
    }

    @Override
    public Outcome<ProgramState> finish(Round<ProgramState> round, Sums combined) {
        ProgramState state = round.state();
        if (combined.rows() == 0) {
            return new Outcome<>(state, Map.of());
        }
        double weight = combined.rows();
        double total = combined.arrays().get(1)[0] / weight;
        double value = combined.logLik() / weight;
        double[] mean = combined.arrays().get(0).clone();
        Arrays.setAll(mean, i -> mean[i] / weight);
        AscentStep.Taken taken = ascent.from(state, mean, total);
        double norm = taken.gradientNorm();
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            throw new DivergedException(round.index(), "objective=" + value + " gradientNorm=" + norm);
        }
        Map<String, Double> diagnostics = diagnostics(taken.state(), value, total);
        diagnostics.put("gradientNorm", norm);
        return new Outcome<>(taken.state(), diagnostics);
    }

    /** Of a round that ended here. */
    Map<String, Double> diagnostics(ProgramState state, double value, double total) {
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("step", (double) state.step());
        diagnostics.put("objective", value);
        if (batchRows > 0) {
            // By rows, what is maximised is a bound; here of minibatches, nats a row.
            diagnostics.put("trainElbo", value / total);
        }
        return diagnostics;
    }
}
