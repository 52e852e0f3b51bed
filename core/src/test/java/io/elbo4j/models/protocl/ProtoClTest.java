package io.elbo4j.models.protocl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Round;
import io.elbo4j.codec.Codec;
import io.elbo4j.codec.Parts;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.data.ShiftedImages;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.WeightedArrays;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import io.elbo4j.update.InitialPosterior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtoClTest extends AlgorithmContract<ProtoClState, Contribution> {

    private static final PrototypeNetwork NETWORK = PrototypeNetworkTest.network(4);
    private static final Adam ADAM = new Adam(0.9, 0.999, 1e-8);
    private static final ProtoClSpec SPEC =
            new ProtoClSpec(20, 1, 16, 5, 20, 0, List.of(0.01, 0.02), ShiftedImages.NONE);
    private static final Schedule SCHEDULE = new Schedule(0.02, 0, 100);
    private static final Batch FIRST = Blobs.of(120, 0, 2, 1);
    private static final Batch SECOND = Blobs.of(90, 2, 4, 2);

    /** The second task of two. */
    @Override
    protected Algorithm<ProtoClState, Contribution> algorithm() {
        return ProtoCl.of(NETWORK, SPEC, ADAM, SCHEDULE);
    }

    @Override
    protected ProtoClState initial() {
        return ProtoCl.initial(first(), ADAM);
    }

    @Override
    protected List<Shard> shards() {
        return List.of(Shard.split(SECOND, 3));
    }

    private static ProtoClState start() {
        float[] weights = new InitialPosterior(1, 0)
                .dense(NETWORK.network().layout(), Stream.INITIAL.of(Key.of(1)))
                .mean();
        return ProtoCl.initial(NETWORK, SPEC, ADAM, weights);
    }

    private static ProtoClState run(ProtoClState from, Batch rows, int shards) {
        return new LocalRunner(List.of(Shard.split(rows, shards)))
                .run(
                        ProtoCl.of(NETWORK, SPEC, ADAM, SCHEDULE),
                        from,
                        0,
                        SPEC.rounds(),
                        Key.of(5),
                        (round, outcome) -> true);
    }

    private static ProtoClState first() {
        return run(start(), FIRST, 2);
    }

    private static ProtoClState second(ProtoClState first) {
        return run(ProtoCl.initial(first, ADAM), SECOND, 3);
    }

    private static double accuracy(ProtoClState state, Batch rows) {
        float[] outputs = NETWORK.outputs(ProtoCl.posterior(NETWORK, state).meanTheta(), rows);
        int right = 0;
        for (int r = 0; r < rows.rows(); r++) {
            double log = new Categorical(4).logLik(outputs, 4 * r, rows.targets()[r], 0);
            right += log > Math.log(0.5) ? 1 : 0;
        }
        return right / (double) rows.rows();
    }

    @Test
    void twoTasks_areBothKnownAfterTheSecond() {
        ProtoClState second = second(first());
        assertTrue(accuracy(first(), Blobs.of(200, 0, 2, 8)) > 0.97, "first task, at first");
        assertTrue(accuracy(second, Blobs.of(200, 0, 2, 8)) > 0.93, "first task, after the second");
        assertTrue(accuracy(second, Blobs.of(200, 2, 4, 9)) > 0.93, "second task");
        // Without a memory the first is forgotten, or the test would show nothing.
        ProtoClState bare = first();
        ProtoClState amnesic = new ProtoClState(
                bare.encoder(), bare.average(), bare.slots(), bare.step(), bare.before(), bare.classes(), Memory.NONE);
        assertTrue(accuracy(second(amnesic), Blobs.of(200, 0, 2, 8)) < 0.9, "first task, without a memory");
    }

    @Test
    void rows_areCountedOnce_whateverEpochsAndReplays() {
        ProtoClState first = first();
        assertArrayEquals(new double[] {60, 60, 0, 0}, first.classes().seen());
        assertArrayEquals(
                new double[] {1 + 60 / 0.5, 1 + 60 / 0.5, 1, 1}, first.classes().precision());
        ProtoClState second = second(first);
        assertArrayEquals(new double[] {60, 60, 45, 45}, second.classes().seen());
        // Ten rows of each old class are left; each counts once.
        assertArrayEquals(
                new double[] {1 + 10 / 0.5, 1 + 10 / 0.5, 1 + 45 / 0.5, 1 + 45 / 0.5},
                second.classes().precision());
        // The same class again.
        ProtoClState again = run(ProtoCl.initial(second, ADAM), FIRST, 1);
        assertArrayEquals(new double[] {120, 120, 45, 45}, again.classes().seen());
    }

    @Test
    void memory_isBalanced_andOfTheRowsSeen() {
        Memory first = first().memory();
        assertArrayEquals(new double[] {10, 10, 0, 0}, first.counts(4));
        Memory second = second(first()).memory();
        assertArrayEquals(new double[] {5, 5, 5, 5}, second.counts(4));
        // Those of a class that had the lowest ranks stay.
        assertArrayEquals(Arrays.copyOf(first.ranks(), 5), Arrays.copyOf(second.ranks(), 5));
        assertEquals(20L * (2 * 4 + 4 + 8), second.bytes());
    }

    @Test
    void memory_doesNotDependOnShards() {
        assertEquals(run(start(), FIRST, 1).memory(), run(start(), FIRST, 4).memory());
    }

    @Test
    void prototypes_areThoseOfTheLastEncoder() {
        ProtoClState first = first();
        ProtoClState second = second(first);
        float[] theta = second.encoder();
        ClassPosteriors expected = ClassPosteriors.prior(4, 4, 1)
                .observe(NETWORK.embeddings(theta, SECOND.features()), SECOND.targets(), 0.5)
                .observe(
                        NETWORK.embeddings(theta, first.memory().rows().features()),
                        first.memory().rows().targets(),
                        0.5);
        double[] mean = expected.mean();
        for (int i = 0; i < mean.length; i++) {
            assertEquals(mean[i], second.classes().mean()[i], 1e-9 * Math.max(1, Math.abs(mean[i])));
        }
    }

    @Test
    void predicting_changesNothing() {
        ProtoClState state = second(first());
        Parts before = ProtoClStateCodec.INSTANCE.encode(second(first()));
        accuracy(state, SECOND);
        NETWORK.valueGrad(ProtoCl.posterior(NETWORK, state).meanTheta(), SECOND);
        assertEquals(before, ProtoClStateCodec.INSTANCE.encode(state));
    }

    @Test
    void halves_shareNoRow() {
        ProtoClRounds rounds = (ProtoClRounds) algorithm().merge();
        Shard shard = shards().get(0);
        Round<ProtoClState> build = new Round<>(0, initial(), Key.of(5));
        double built =
                Arrays.stream(rounds.run(build, shard).sums().arrays().get(1)).sum();
        assertTrue(built > 5 && built < 25, "built from " + built + " of 30 rows");
        // A row that only builds has no part in the steps: other features change nothing.
        ProtoClState state = rounds.finish(build, rounds.run(build, shard)).state();
        Round<ProtoClState> train = new Round<>(1, state, Key.of(5));
        int changes = 0;
        for (int r = 0; r < 30; r++) {
            float[] features = shard.examples().features().dense().clone();
            features[2 * r] += 3;
            Shard changed =
                    new Shard(0, 3, 90, new Batch(features, shard.examples().targets(), 2));
            boolean trains = !rounds.run(train, shard).equals(rounds.run(train, changed));
            boolean builds = !rounds.run(build, shard).equals(rounds.run(build, changed));
            assertNotEquals(trains, builds, "row " + r);
            changes += trains ? 1 : 0;
        }
        assertEquals(30 - built, changes);
    }

    @Test
    void weightDecay_takesItsPartOfEachWeight() {
        ProtoClState state = first();
        float[] without = stepped(state, state.encoder(), 0, List.of());
        float[] with = stepped(state, state.encoder(), 0.5, List.of());
        for (int w = 0; w < with.length; w++) {
            assertEquals(without[w] - 0.02 * 0.5 * state.encoder()[w], with[w], 1e-6, "weight " + w);
        }
    }

    @Test
    void layerSd_takesTheGradientAtDrawnWeights_andMovesTheMean() {
        ProtoClState state = first();
        float[] mean = state.encoder();
        float[] drawn = NETWORK.drawn(mean, List.of(0.3, 0.1), Key.of(3).fold(2).fold(0));
        float[] there = stepped(state, drawn, 0, List.of());
        float[] stepped = stepped(state, mean, 0, List.of(0.3, 0.1));
        for (int w = 0; w < mean.length; w++) {
            assertEquals(mean[w] + (there[w] - drawn[w]), stepped[w], 1e-6, "weight " + w);
        }
        assertFalse(Arrays.equals(stepped(state, mean, 0, List.of()), stepped));
    }

    @Test
    void drawnWeights_haveTheSdOfTheirLayer_andBiasesStay() {
        float[] mean = first().encoder();
        Iterator<Double> sds = List.of(0.3, 0.1).iterator();
        for (ParameterBlock block : NETWORK.network().layout().blocks().subList(0, 4)) {
            double squares = 0;
            int weights = 0;
            for (int draw = 0; draw < 400; draw++) {
                float[] drawn =
                        NETWORK.drawn(mean, List.of(0.3, 0.1), Key.of(11).fold(draw));
                for (int w = block.offset(); w < block.end(); w++) {
                    squares += Math.pow(drawn[w] - mean[w], 2);
                    weights++;
                }
            }
            double variance = block.role() == Role.WEIGHT ? Math.pow(sds.next(), 2) : 0;
            // Four standard errors of the mean of that many squares.
            double apart = variance * 4 * Math.sqrt(2.0 / weights);
            assertEquals(variance, squares / weights, apart, block.name() + " seed 11");
        }
        assertFalse(sds.hasNext());
        assertArrayEquals(mean, NETWORK.drawn(mean, List.of(), Key.of(11)));
    }

    /** Four trainings: the last two make the average. */
    @Test
    void encoder_endsAtTheMeanOfTheSecondHalf() {
        ProtoClSpec spec = new ProtoClSpec(20, 1, 16, 5, 4, 0, List.of(), ShiftedImages.NONE);
        Algorithm<ProtoClState, Contribution> algorithm = ProtoCl.of(NETWORK, spec, ADAM, SCHEDULE);
        List<float[]> stepped = new ArrayList<>();
        ProtoClState state = initial();
        for (int index = 0; index < spec.rounds(); index++) {
            Round<ProtoClState> round = new Round<>(index, state, Key.of(5));
            Contribution sent = algorithm.step().run(round, shards().get(0));
            state = algorithm.merge().finish(round, sent).state();
            if (spec.trains(index)) {
                stepped.add(WeightedArrays.mean(
                        sent.sums().arrays().get(0), sent.sums().rows()));
                assertEquals(stepped.size() > 2, state.average().length > 0, "round " + index);
                assertEquals(state, ProtoClStateCodec.INSTANCE.decode(ProtoClStateCodec.INSTANCE.encode(state), 2));
            }
        }
        assertEquals(0, state.average().length);
        for (int w = 0; w < state.encoder().length; w++) {
            assertEquals((stepped.get(2)[w] + stepped.get(3)[w]) / 2, state.encoder()[w], 1e-6, "weight " + w);
        }
    }

    @Test
    void shift_movesRowsOfTheMemory_andNoOthers() {
        ProtoClState state = first();
        ShiftedImages moved = new ShiftedImages(1, 2, 1);
        assertFalse(Arrays.equals(stepped(state, ShiftedImages.NONE), stepped(state, moved)));
        ProtoClState bare = new ProtoClState(
                state.encoder(), state.average(), state.slots(), 0, state.before(), state.classes(), Memory.NONE);
        assertArrayEquals(stepped(bare, ShiftedImages.NONE), stepped(bare, moved));
    }

    /** The encoder after one step of rate 0.02 by the gradient, from these weights. */
    private static float[] stepped(ProtoClState state, float[] encoder, double weightDecay, List<Double> layerSd) {
        return stepped(state, encoder, new ProtoClSpec(20, 1, 16, 1, 1, weightDecay, layerSd, ShiftedImages.NONE));
    }

    private static float[] stepped(ProtoClState state, ShiftedImages shifted) {
        return stepped(state, state.encoder(), new ProtoClSpec(20, 1, 16, 1, 1, 0, List.of(), shifted));
    }

    private static float[] stepped(ProtoClState state, float[] encoder, ProtoClSpec spec) {
        ProtoClState there = new ProtoClState(
                encoder, state.average(), state.slots(), 0, state.before(), state.classes(), state.memory());
        return new EncoderSteps(NETWORK, spec, new Sgd(0), SCHEDULE)
                .from(ProtoCl.initial(there, new Sgd(0)), FIRST, state.memory().rows(), Key.of(3))
                .encoder();
    }

    /** A state of version 1 must load for ever. */
    @Test
    void golden_stateOfVersion1_stillLoads() {
        Parts stored = new Parts()
                .put("encoder", new float[] {0.5f, -1})
                .put("slot0", new float[] {1, 2})
                .put("step", 40L)
                .put("before", new double[] {7, 0})
                .put("width", 1L)
                .put("precisionMean", new double[] {3, 4})
                .put("precision", new double[] {2, 5})
                .put("concentration", new double[] {8, 3})
                .put("memory.width", 2L)
                .put("memory.room", new int[] {1, 1})
                .put("memory.ranks", new double[] {0.25})
                .put("memory.targets", new float[] {0})
                .put("memory.features", new float[] {6, 9});
        ProtoClState state = ProtoClStateCodec.INSTANCE.decode(stored, 1);
        assertEquals(
                new ProtoClState(
                        new float[] {0.5f, -1},
                        new float[0],
                        new float[][] {{1, 2}},
                        40,
                        new double[] {7, 0},
                        new ClassPosteriors(1, new double[] {3, 4}, new double[] {2, 5}, new double[] {8, 3}),
                        Memory.of(
                                new int[] {1, 1},
                                new double[] {0.25},
                                new Batch(new float[] {6, 9}, new float[] {0}, 2))),
                state);
        assertArrayEquals(new double[] {0, 2}, state.current());
        assertArrayEquals(new double[] {1.5, 0.8}, state.classes().mean());
    }

    @Test
    void codecs_giveBackWhatTheyTook() {
        Codec<ProtoClState> states = ProtoClStateCodec.INSTANCE;
        ProtoClState ended = second(first());
        assertEquals(ended, states.decode(states.encode(ended), states.version()));
        assertEquals(start(), states.decode(states.encode(start()), states.version()));
        Algorithm<ProtoClState, Contribution> algorithm = algorithm();
        Codec<Contribution> messages = algorithm.contribution();
        for (int index : new int[] {0, 1, SPEC.rounds() - 1}) {
            Round<ProtoClState> round = new Round<>(index, initial(), Key.of(5));
            Contribution sent = algorithm.step().run(round, shards().get(0));
            assertEquals(sent, messages.decode(messages.encode(sent), messages.version()));
        }
    }
}
