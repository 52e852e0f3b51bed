package io.elbo4j.spark.scaling;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.OrderedFold;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.codec.Parts;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.spark.run.StateBroadcast;
import io.elbo4j.spark.run.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rounds of one shard by itself, inside a task, with a clock at every part: what a round costs where it will be run. */
final class StepProbe {

    /** Numbers a round in what {@link #run} returns. */
    static final int FIELDS = 10;

    static final int KIND = 0;
    static final int TASK = 1;
    static final int ENCODE_STATE = 2;
    static final int TAKE_IN = 3;
    static final int FINISH = 4;
    static final int STATE_BYTES = 5;
    static final int CONTRIBUTION_BYTES = 6;
    static final int GROUP_BYTES = 7;
    static final int DECODE_STATE = 8;
    static final int CODEC = 9;

    /** A round that reads all rows, one that takes steps on minibatches, and one that moves the support. */
    static final double PASS = 0;

    static final double STEPS = 1;
    static final double SUPPORT = 2;

    private StepProbe() {}

    /**
     * Runs for a while.
     *
     * @return {@link #FIELDS} numbers a round: seconds and bytes
     */
    static <S, U> double[] run(
            Algorithm<S, U> algorithm, S initial, Shard shard, Key key, double seconds, int least, int most) {
        List<double[]> rounds = new ArrayList<>();
        Map<Double, U> last = new HashMap<>();
        S state = initial;
        Parts indices = new Parts();
        double step = 0;
        long begun = System.nanoTime();
        while (rounds.size() < most && (rounds.size() < least || since(begun) < seconds)) {
            double[] round = new double[FIELDS];
            Round<S> whole = new Round<>(rounds.size(), state, key);
            long at = System.nanoTime();
            Parts encoded = algorithm.state().encode(algorithm.step().told(whole));
            Parts ints = StateBroadcast.indices(encoded);
            byte[] sent = Wire.bytes(algorithm.state().version(), StateBroadcast.rest(encoded));
            byte[] sentIndices = Wire.bytes(algorithm.state().version(), ints);
            round[ENCODE_STATE] = since(at);
            round[STATE_BYTES] = sent.length + (ints.equals(indices) ? 0 : sentIndices.length);
            indices = ints;

            at = System.nanoTime();
            Parts received = new Parts();
            int version = Wire.read(sentIndices, received);
            Wire.read(sent, received);
            Round<S> told = new Round<>(rounds.size(), algorithm.state().decode(received, version), key);
            round[DECODE_STATE] = since(at);
            U contribution = algorithm.step().run(told, shard);
            long stepped = System.nanoTime();
            byte[] message = Wire.bytes(algorithm.contribution(), contribution);
            round[CODEC] = since(stepped);
            round[TASK] = since(at);
            round[CONTRIBUTION_BYTES] = message.length;

            at = System.nanoTime();
            U arrived = Wire.value(algorithm.contribution(), message);
            U twice = algorithm.merge().combine(arrived, arrived);
            round[TAKE_IN] = since(at);
            U combined = algorithm.merge().combine(algorithm.merge().identity(), arrived);
            at = System.nanoTime();
            Outcome<S> outcome = algorithm.merge().finish(whole, combined);
            round[FINISH] = since(at);
            round[KIND] = kind(outcome, step);
            step = outcome.diagnostics().getOrDefault("step", step);
            state = outcome.state();
            U before = last.put(round[KIND], arrived);
            // Sites of sixteen shards stay sixteen sites; sums of any number are as long as one of two.
            round[GROUP_BYTES] = twice.equals(arrived)
                    ? (double) OrderedFold.FAN_IN * message.length
                    : Wire.bytes(
                                    algorithm.contribution(),
                                    before == null ? twice : algorithm.merge().combine(before, arrived))
                            .length;
            rounds.add(round);
        }
        return rounds.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** What kind of round this was, by how many steps had been taken before. */
    static double kind(Outcome<?> outcome, double stepBefore) {
        Double now = outcome.diagnostics().get("step");
        if (now == null) {
            return stepBefore == 0 ? PASS : SUPPORT;
        }
        return now > stepBefore ? STEPS : SUPPORT;
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) * 1e-9;
    }
}
