package io.elbo4j.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.Round;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Bfloat16;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortMessagesTest extends MeanFieldMergeContract {

    private static final Shard ALL = Fixtures.PROBLEM.shards(1).get(0);

    @Override
    protected Merge<MeanFieldState, Sums> merge() {
        return mean(Fixtures.ADAM, 4);
    }

    @Override
    protected Round<MeanFieldState> round() {
        return Fixtures.round(Fixtures.state(Fixtures.ADAM));
    }

    /** Shards that made the same difference: their average is that difference. */
    @Override
    protected List<Sums> parts(long seed) {
        List<Sums> parts = new ArrayList<>(Collections.nCopies((int) (2 + seed), pooled(seed)));
        parts.add((int) (seed % 3), merge().identity());
        return parts;
    }

    @Override
    protected Sums pooled(long seed) {
        MeanFieldRound rule = mean(Fixtures.ADAM, 4);
        Round<MeanFieldState> round = new Round<>(1, Fixtures.state(Fixtures.ADAM), Key.of(seed));
        return rule.run(told(rule, round), Fixtures.PROBLEM.shards(2).get((int) (seed % 2)));
    }

    @Override
    protected Sums ofAnotherShape() {
        return Sums.of(3, 0, new double[9], new double[9], new double[9], new double[9]);
    }

    @Test
    void messages_areOfSixteenBits() {
        MeanFieldRound rule = mean(Fixtures.ADAM, 4);
        Round<MeanFieldState> told = told(rule, round());
        assertShort(told.state().posterior().mean());
        assertShort(told.state().posterior().sd());
        told.state().slots().forEach(ShortMessagesTest::assertShort);
        SumsCodec.INSTANCE.encode(rule.run(told, ALL)).values().forEach((name, part) -> {
            if (name.startsWith("mean")) {
                assertShort((float[]) part);
            }
        });
    }

    private static void assertShort(float[] numbers) {
        for (float number : numbers) {
            assertEquals(Bfloat16.nearest(number), number);
        }
    }

    /** Each round's move is far below what sixteen bits can say of a mean near 1: without the feedback nothing would ever move. */
    @Test
    void manySmallMoves_addUp_thoughNoneShowsInAMessage() {
        MeanFieldUpdate slow = new GradientUpdate(new Sgd(0), new Schedule(1e-5, 0, 1_000_000));
        MeanFieldRound rule = mean(slow, 1);
        WeightedMean exact = weightedMean(slow, 1);
        MeanFieldState shortened = Fixtures.state(slow);
        MeanFieldState whole = shortened;
        float before = whole.posterior().mean()[0];
        float told = Float.NaN;
        for (int r = 0; r < 400; r++) {
            Round<MeanFieldState> round = new Round<>(r, shortened, Key.of(5));
            told = told(rule, round).state().posterior().mean()[0];
            shortened = rule.finish(round, rule.run(told(rule, round), ALL)).state();
            Round<MeanFieldState> wholeRound = new Round<>(r, whole, Key.of(5));
            whole = exact.finish(wholeRound, exact.run(wholeRound, ALL)).state();
            if (r == 0) {
                float move = Math.abs(whole.posterior().mean()[0] - before);
                assertTrue(move > 0 && move < Math.abs(before) * 0x1.0p-9, "move=" + move + " mean=" + before);
            }
        }
        float moved = whole.posterior().mean()[0] - before;
        assertEquals(moved, shortened.posterior().mean()[0] - before, 0.05 * Math.abs(moved));
        assertNotEquals(Bfloat16.nearest(before), told);
    }

    @Test
    void gradients_areUnbiased() {
        GradientSum exact = new GradientSum(Fixtures.NETWORK, Fixtures.NOISELESS, Fixtures.ADAM, Fixtures.TARGET, 24);
        MeanFieldRound rule = new ShortMessages(exact);
        MeanFieldState state = rule.told(round());
        double[] mean = new double[5];
        int draws = 4000;
        Sums whole = exact.run(new Round<>(0, state, Key.of(0)), ALL);
        double[] gradient = whole.arrays().get(0);
        for (int seed = 0; seed < draws; seed++) {
            Sums rounded = rule.run(new Round<>(0, state, Key.of(seed)), ALL);
            assertEquals(0, rounded.support().length);
            for (int k = 0; k < mean.length; k++) {
                mean[k] += rounded.arrays().get(0)[k] / draws;
            }
        }
        for (int k = 0; k < mean.length; k++) {
            // An error is within 2^-7 of the number; the mean of so many within a fortieth of that.
            assertEquals(gradient[k], mean[k], Math.abs(gradient[k]) * 0x1.0p-7 / 40, "k=" + k);
        }
    }

    private static Round<MeanFieldState> told(MeanFieldRound rule, Round<MeanFieldState> round) {
        return new Round<>(round.index(), rule.told(round), round.key());
    }

    private static MeanFieldRound mean(MeanFieldUpdate update, int localSteps) {
        return new ShortMessages(weightedMean(update, localSteps));
    }

    private static WeightedMean weightedMean(MeanFieldUpdate update, int localSteps) {
        return new WeightedMean(Fixtures.NETWORK, Fixtures.NOISELESS, update, Fixtures.TARGET, 12, localSteps);
    }
}
