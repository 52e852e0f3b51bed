package io.elbo4j.models.protocl;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalStep;
import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.math.WeightedArrays;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Rounds by turns: prototypes are built from one random half of the rows, then the encoder takes steps on the other half, so that no row
 * is predicted by a prototype that it made. The halves are drawn anew each time. The encoder that a training ends with is the mean of
 * those after the rounds of its second half (Polyak and Juditsky 1992). In the last round prototypes are built from all rows, and
 * the memory for the next training is drawn.
 *
 * @param network the model
 * @param spec settings
 * @param steps of the encoder
 */
record ProtoClRounds(PrototypeNetwork network, ProtoClSpec spec, EncoderSteps steps)
        implements LocalStep<ProtoClState, Contribution>, Merge<ProtoClState, Contribution> {

    @Override
    public Contribution run(Round<ProtoClState> round, Shard shard) {
        if (shard.examples().rows() == 0) {
            return identity();
        }
        return spec.trains(round.index()) ? trained(round, shard) : built(round, shard);
    }

    /** Arrays: encoder and slots, times the shard's rows. */
    private Contribution trained(Round<ProtoClState> round, Shard shard) {
        ProtoClState state = round.state();
        LongPredicate builds = builds(round);
        Batch fresh = half(shard.examples(), row -> !builds.test(shard.globalRow((int) row)));
        Batch kept = half(state.memory().rows(), row -> !builds.test(~row));
        Key key = Stream.BATCHES.of(round.key()).fold(round.index()).fold(shard.index());
        EncoderSteps.Taken taken = steps.from(state, fresh, kept, key);
        int rows = shard.examples().rows();
        double[][] arrays = new double[1 + taken.slots().length][];
        arrays[0] = WeightedArrays.times(taken.encoder(), rows);
        for (int s = 0; s < taken.slots().length; s++) {
            arrays[s + 1] = WeightedArrays.times(taken.slots()[s], rows);
        }
        return new Contribution(Sums.of(rows, rows * taken.logLik(), arrays), Memory.NONE);
    }

    /** Arrays: embeddings by class {@code [C, E]}, their rows {@code [C]}, all rows {@code [C]}. */
    private Contribution built(Round<ProtoClState> round, Shard shard) {
        ProtoClState state = round.state();
        Batch all = shard.examples();
        LongPredicate builds = builds(round);
        ClassSums sums = sums(state.encoder(), half(all, row -> builds.test(shard.globalRow((int) row))));
        double[] counts = ClassSums.counted(network.classes(), all.targets());
        return new Contribution(
                Sums.of(all.rows(), 0, sums.embeddings(), sums.rows(), counts),
                spec.last(round.index()) ? sample(round, shard) : Memory.NONE);
    }

    /** Numbers go on from the rows of earlier trainings, so that no two rows of a class share a rank. */
    private Memory sample(Round<ProtoClState> round, Shard shard) {
        long before = (long) Arrays.stream(round.state().before()).sum();
        Key key = Stream.MEMORY.of(round.key());
        double[] ranks = new double[shard.examples().rows()];
        Arrays.setAll(ranks, row -> key.uniform(before + shard.globalRow(row)));
        return Memory.of(room(round.state()), ranks, shard.examples());
    }

    private int[] room(ProtoClState state) {
        double[] atHand = state.memory().counts(network.classes());
        double[] current = state.current();
        for (int c = 0; c < atHand.length; c++) {
            atHand[c] += current[c];
        }
        return Memory.shares(atHand, spec.memory());
    }

    /** Which rows build prototypes, by their number; those of the memory have negative ones. */
    private LongPredicate builds(Round<ProtoClState> round) {
        if (spec.last(round.index())) {
            return row -> true;
        }
        Key key = Stream.SPLIT.of(round.key()).fold(round.index() / 2);
        return row -> (key.bits(row) & 1) == 0;
    }

    /** Rows of one half; where there are none, all. */
    private static Batch half(Batch rows, LongPredicate chosen) {
        int[] numbers = IntStream.range(0, rows.rows()).filter(chosen::test).toArray();
        return numbers.length == rows.rows() || numbers.length == 0 ? rows : rows.select(numbers);
    }

    private ClassSums sums(float[] encoder, Batch rows) {
        return ClassSums.of(
                network.classes(), network.width(), network.embeddings(encoder, rows.features()), rows.targets());
    }

    /** Nobody needs the average; who builds needs neither slots nor memory. */
    @Override
    public ProtoClState told(Round<ProtoClState> round) {
        ProtoClState state = round.state();
        boolean trains = spec.trains(round.index());
        return new ProtoClState(
                state.encoder(),
                new float[0],
                trains ? state.slots() : new float[0][],
                state.step(),
                state.before(),
                state.classes(),
                trains || spec.last(round.index()) ? state.memory() : Memory.NONE);
    }

    @Override
    public Contribution identity() {
        return Contribution.NONE;
    }

    @Override
    public Contribution combine(Contribution left, Contribution right) {
        return left.plus(right);
    }

    @Override
    public Outcome<ProtoClState> finish(Round<ProtoClState> round, Contribution combined) {
        if (combined.sums().rows() == 0) {
            return new Outcome<>(round.state(), Map.of());
        }
        return spec.trains(round.index()) ? moved(round, combined.sums()) : rebuilt(round, combined);
    }

    private Outcome<ProtoClState> moved(Round<ProtoClState> round, Sums sums) {
        ProtoClState state = round.state();
        float[] encoder = WeightedArrays.mean(sums.arrays().get(0), sums.rows());
        for (int w = 0; w < encoder.length; w++) {
            if (!Float.isFinite(encoder[w])) {
                throw new DivergedException(round.index(), "parameter=" + w + " value=" + encoder[w]);
            }
        }
        float[][] slots = sums.arrays().stream()
                .skip(1)
                .map(slot -> WeightedArrays.mean(slot, sums.rows()))
                .toArray(float[][]::new);
        long step = state.step() + spec.localSteps();
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("nll", -sums.logLik() / sums.rows());
        diagnostics.put("step", (double) step);
        float[] average = averaged(state.average(), encoder, spec.averaged(round.index()));
        float[] next = spec.lastTraining(round.index()) ? average : encoder;
        return new Outcome<>(
                new ProtoClState(next, average, slots, step, state.before(), state.classes(), state.memory()),
                diagnostics);
    }

    /** The mean of so many encoders, this one the last; nothing of none. States of version 1 come without one. */
    private static float[] averaged(float[] before, float[] encoder, int count) {
        if (count == 0) {
            return before;
        }
        float[] average = before.length == 0 ? encoder.clone() : before.clone();
        for (int w = 0; w < average.length; w++) {
            average[w] += (encoder[w] - average[w]) / count;
        }
        return average;
    }

    /** The encoder has moved, so what earlier rows said of prototypes is void; the rows kept say it again. */
    private Outcome<ProtoClState> rebuilt(Round<ProtoClState> round, Contribution combined) {
        ProtoClState state = round.state();
        List<double[]> arrays = combined.sums().arrays();
        LongPredicate builds = builds(round);
        Batch kept = state.memory().rows();
        ClassSums old = sums(state.encoder(), kept.rows() == 0 ? kept : half(kept, row -> builds.test(~row)));
        double[] seen = state.before().clone();
        for (int c = 0; c < seen.length; c++) {
            seen[c] += arrays.get(2)[c];
        }
        ClassPosteriors classes = ClassPosteriors.prior(network.classes(), network.width(), spec.priorVariance())
                .observe(new ClassSums(arrays.get(0), arrays.get(1)), network.noiseVariance())
                .observe(old, network.noiseVariance())
                .with(seen);
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("step", (double) state.step());
        if (!spec.last(round.index())) {
            return new Outcome<>(state.with(classes), diagnostics);
        }
        Memory memory = state.memory().within(room(state), combined.sample());
        diagnostics.put("memoryExamples", (double) memory.rows().rows());
        diagnostics.put("memoryBytes", (double) memory.bytes());
        return new Outcome<>(
                new ProtoClState(
                        state.encoder(), new float[0], new float[0][], state.step(), state.before(), classes, memory),
                diagnostics);
    }
}
