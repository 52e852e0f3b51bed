package io.elbo4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Runner;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Every {@link Runner} gives what {@link LocalRunner} gives, bit for bit, for one, some, and more shards than rows. */
public abstract class RunnerContract {

    private static final int[] SHARDS = {1, 3, 40};
    private static final int ROUNDS = 5;
    private static final Key KEY = Key.of(2024);

    /** A runner over these shards, in order of their index. */
    protected abstract Runner runner(List<Shard> shards);

    @Test
    void run_ofClosedForm_equalsLocal() {
        agrees(batch -> SmallRuns.closedForm(), 1);
    }

    @Test
    void run_ofGradientSum_equalsLocal() {
        agrees(SmallRuns::gradientSum, ROUNDS);
    }

    @Test
    void run_ofWeightedMean_equalsLocal() {
        agrees(SmallRuns::weightedMean, ROUNDS);
    }

    @Test
    void run_ofShortMessages_equalsLocal() {
        agrees(SmallRuns::shortMessages, ROUNDS);
    }

    @Test
    void run_ofSites_equalsLocal() {
        agrees(SmallRuns::sites, ROUNDS);
    }

    @Test
    void run_ofSparse_equalsLocal() {
        agrees(SmallRuns::sparse, ROUNDS);
        agrees(SmallRuns::nominating, ROUNDS);
    }

    @Test
    void run_ofMixture_equalsLocal() {
        agrees(SmallRuns::mixture, ROUNDS);
    }

    @Test
    void run_ofFields_equalsLocal() {
        agrees(SmallRuns::fields, ROUNDS);
    }

    @Test
    void run_ofPrograms_equalsLocal() {
        agrees(SmallRuns::program, 2);
        agrees(SmallRuns::localAscent, 2, 3);
        agrees(SmallRuns::sharedDraws, 2, 3);
    }

    @Test
    void run_ofPartitioned_equalsLocal() {
        agrees(batch -> SmallRuns.partitioned(), ROUNDS);
    }

    @Test
    void run_fromALaterRound_continues() {
        List<Shard> shards = SmallRuns.PROBLEM.shards(3);
        SmallRuns.Start<?, ?> start = SmallRuns.sparse(4);
        assertEquals(run(new LocalRunner(shards), start, 0, ROUNDS).last().state(), continued(runner(shards), start));
    }

    @Test
    void run_ofNoRounds_returnsTheInitialState() {
        SmallRuns.Start<?, ?> start = SmallRuns.gradientSum(4);
        assertTrue(
                run(runner(SmallRuns.PROBLEM.shards(3)), start, 2, 2).outcomes().isEmpty());
        assertEquals(start.initial(), returned(runner(SmallRuns.PROBLEM.shards(3)), start));
    }

    @Test
    void run_stoppedByItsListener_returnsThatRoundsState() {
        SmallRuns.Start<?, ?> start = SmallRuns.gradientSum(4);
        stops(runner(SmallRuns.PROBLEM.shards(3)), start);
    }

    @Test
    void run_thatDiverges_throwsAfterTheLastGoodStateWasSeen() {
        diverges(runner(SmallRuns.PROBLEM.shards(3)), SmallRuns.diverging(4));
    }

    private record Trace<S>(List<Outcome<S>> outcomes) {
        Outcome<S> last() {
            return outcomes.get(outcomes.size() - 1);
        }
    }

    private void agrees(IntFunction<SmallRuns.Start<?, ?>> algorithm, int rounds) {
        agrees(algorithm, rounds, SHARDS);
    }

    private void agrees(IntFunction<SmallRuns.Start<?, ?>> algorithm, int rounds, int... counts) {
        for (int count : counts) {
            List<Shard> shards = SmallRuns.PROBLEM.shards(count);
            SmallRuns.Start<?, ?> start = algorithm.apply(Math.max(1, Math.min(8, 36 / count)));
            assertEquals(
                    run(new LocalRunner(shards), start, 0, rounds),
                    run(runner(shards), start, 0, rounds),
                    "shards=" + count);
        }
    }

    private static <S, U> Trace<S> run(Runner runner, SmallRuns.Start<S, U> start, int from, int to) {
        List<Outcome<S>> outcomes = new ArrayList<>();
        S last = runner.run(start.algorithm(), start.initial(), from, to, KEY, (round, outcome) -> {
            assertEquals(from + outcomes.size(), round);
            outcomes.add(outcome);
            return true;
        });
        assertEquals(to - from, outcomes.size());
        if (to > from) {
            assertEquals(outcomes.get(outcomes.size() - 1).state(), last);
        }
        return new Trace<>(outcomes);
    }

    private static <S, U> S continued(Runner runner, SmallRuns.Start<S, U> start) {
        S half = runner.run(start.algorithm(), start.initial(), 0, 2, KEY, (round, outcome) -> true);
        return runner.run(start.algorithm(), half, 2, ROUNDS, KEY, (round, outcome) -> true);
    }

    private static <S, U> S returned(Runner runner, SmallRuns.Start<S, U> start) {
        return runner.run(start.algorithm(), start.initial(), 2, 2, KEY, (round, outcome) -> true);
    }

    private static <S, U> void stops(Runner runner, SmallRuns.Start<S, U> start) {
        List<S> seen = new ArrayList<>();
        S last = runner.run(start.algorithm(), start.initial(), 0, ROUNDS, KEY, (round, outcome) -> {
            seen.add(outcome.state());
            return round < 2;
        });
        assertEquals(3, seen.size());
        assertEquals(seen.get(2), last);
    }

    private static <S, U> void diverges(Runner runner, SmallRuns.Start<S, U> start) {
        List<Integer> seen = new ArrayList<>();
        DivergedException error = assertThrows(
                DivergedException.class,
                () -> runner.run(start.algorithm(), start.initial(), 0, 1000, KEY, (round, outcome) -> {
                    assertTrue(Double.isFinite(outcome.diagnostics().getOrDefault("elbo", Double.NaN)));
                    seen.add(round);
                    return true;
                }));
        assertFalse(seen.isEmpty(), "some rounds are good before it diverges");
        assertEquals(seen.size(), error.round());
        assertTrue(String.valueOf(error.getMessage()).contains("round=" + (error.round() + 1)));
    }
}
