package io.elbo4j.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.LocalStep;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.Runner;
import io.elbo4j.codec.Parts;
import io.elbo4j.contract.RunnerContract;
import io.elbo4j.contract.SmallRuns;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.models.ssvi.SsviState;
import io.elbo4j.spark.LocalSpark;
import io.elbo4j.update.MeanFieldState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class SparkRunnerTest extends RunnerContract {

    private static final Key KEY = Key.of(8);
    private static final AtomicInteger FAILED = new AtomicInteger();
    private static final AtomicInteger HANGING = new AtomicInteger();
    private JavaSparkContext spark;

    @BeforeEach
    void open(SparkSession session) {
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    @Override
    protected Runner runner(List<Shard> shards) {
        return on(spark, shards);
    }

    private static SparkRunner on(JavaSparkContext spark, List<Shard> shards) {
        return new SparkRunner(spark, spark.parallelize(shards, shards.size()));
    }

    @Test
    void session_refusesToSendWhatIsNotRegistered() {
        assertEquals("true", spark.getConf().get("spark.kryo.registrationRequired"));
        Exception failure = assertThrows(
                Exception.class,
                () -> spark.parallelize(List.of(1)).map(i -> new TreeMap<>()).collect());
        assertTrue(String.valueOf(failure.getMessage()).contains("Class is not registered: java.util.TreeMap"));
    }

    @Test
    void bytes_areThoseOfStatesAndContributions() {
        for (int count : new int[] {3, 40}) {
            List<Shard> shards = SmallRuns.PROBLEM.shards(count);
            SmallRuns.Start<SsviState, Sums> start = SmallRuns.sparse(count == 3 ? 4 : 1);
            List<SsviState> states = new ArrayList<>(List.of(start.initial()));
            SparkRunner runner = on(spark, shards);
            runner.run(start.algorithm(), start.initial(), 0, 3, KEY, (round, outcome) -> {
                states.add(outcome.state());
                return true;
            });
            long broadcast = 0;
            long reduced = 0;
            int[] support = {};
            for (int index = 0; index < 3; index++) {
                Round<SsviState> round = new Round<>(index, states.get(index), KEY);
                // The support goes on its own, and only when it is another than in the round before.
                Parts values = new Parts();
                start.algorithm().state().encode(round.state()).values().forEach((name, value) -> {
                    if (!name.equals("support")) {
                        values.put(name, value);
                    }
                });
                broadcast += Wire.bytes(1, values).length;
                int[] now = round.state().belief().posterior().support();
                broadcast += Arrays.equals(support, now) ? 0 : Wire.bytes(1, new Parts().put("support", now)).length;
                support = now;
                for (Shard shard : shards) {
                    Sums sent = start.algorithm().step().run(round, shard);
                    reduced += Wire.bytes(start.algorithm().contribution(), sent).length;
                }
            }
            assertTrue(broadcast > 0 && reduced > 0);
            assertEquals(broadcast, runner.bytesBroadcast());
            assertEquals(reduced, runner.bytesReduced());
        }
    }

    @Test
    @Timeout(120)
    void round_thatHangsOnce_isBegunAgain_andChangesNothing() {
        List<Shard> shards = SmallRuns.PROBLEM.shards(3);
        SmallRuns.Start<MeanFieldState, Sums> start = SmallRuns.weightedMean(1);
        MeanFieldState expected =
                new LocalRunner(shards).run(start.algorithm(), start.initial(), 0, 3, KEY, (round, outcome) -> true);
        List<String> told = new CopyOnWriteArrayList<>();
        HANGING.set(1);
        SparkRunner runner = new SparkRunner(spark, spark.parallelize(shards, 3), new Patience(0.7, 0.25), told::add);
        MeanFieldState state =
                runner.run(hanging(start.algorithm()), start.initial(), 0, 3, KEY, (round, outcome) -> true);
        assertEquals(expected, state);
        assertTrue(
                told.stream().anyMatch(line -> line.startsWith("waiting: ") && line.contains("shards {1=on executor ")),
                told.toString());
        assertEquals(
                1,
                told.stream()
                        .filter(line -> line.startsWith("past its deadline: round=2 "))
                        .count(),
                told.toString());
    }

    @Test
    @Timeout(120)
    void round_thatHangsAlways_ends() {
        List<Shard> shards = SmallRuns.PROBLEM.shards(3);
        SmallRuns.Start<MeanFieldState, Sums> start = SmallRuns.weightedMean(1);
        HANGING.set(Integer.MAX_VALUE);
        SparkRunner runner = new SparkRunner(spark, spark.parallelize(shards, 3), new Patience(0.7, 0.25), text -> {});
        StalledException failure = assertThrows(
                StalledException.class,
                () -> runner.run(hanging(start.algorithm()), start.initial(), 0, 3, KEY, (round, outcome) -> true));
        HANGING.set(0);
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith("cluster: round does not end: round=2 tries=3 waitingFor=\"shards {1="), message);
    }

    /** In round 1, on shard 1, for as many attempts as are left; a task that is told to end ends. */
    private static <S, U> Algorithm<S, U> hanging(Algorithm<S, U> algorithm) {
        LocalStep<S, U> step = (round, shard) -> {
            if (round.index() == 1 && shard.index() == 1 && HANGING.getAndDecrement() > 0) {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted", e);
                }
            }
            return algorithm.step().run(round, shard);
        };
        return new Algorithm<>(algorithm.name(), step, algorithm.merge(), algorithm.state(), algorithm.contribution());
    }

    @Test
    void run_onOneCore_orWithTasksThatFailOnce_givesTheSameBits() {
        givesTheSameBits(SmallRuns.weightedMean(1));
        givesTheSameBits(SmallRuns.partitioned());
    }

    private static <S, U> void givesTheSameBits(SmallRuns.Start<S, U> start) {
        for (int count : new int[] {3, 36}) {
            List<Shard> shards = SmallRuns.PROBLEM.shards(count);
            S expected = new LocalRunner(shards)
                    .run(start.algorithm(), start.initial(), 0, 3, KEY, (round, outcome) -> true);
            for (String master : List.of("local[1]", "local[2,4]")) {
                boolean fails = master.contains(",");
                FAILED.set(0);
                LocalSpark.on(
                        master,
                        session -> assertEquals(
                                expected,
                                on(JavaSparkContext.fromSparkContext(session.sparkContext()), shards)
                                        .run(
                                                fails ? failingOnce(start.algorithm()) : start.algorithm(),
                                                start.initial(),
                                                0,
                                                3,
                                                KEY,
                                                (round, outcome) -> true)));
                assertEquals(fails ? count : 0, FAILED.get(), "a third of the tasks of each of 3 rounds");
            }
        }
    }

    private static <S, U> Algorithm<S, U> failingOnce(Algorithm<S, U> algorithm) {
        LocalStep<S, U> step = algorithm.step();
        return new Algorithm<>(
                algorithm.name(),
                (round, shard) -> {
                    U sums = step.run(round, shard);
                    if ((shard.index() + round.index()) % 3 == 0
                            && TaskContext.get().attemptNumber() == 0) {
                        FAILED.incrementAndGet();
                        throw new IllegalStateException("on purpose");
                    }
                    return sums;
                },
                algorithm.merge(),
                algorithm.state(),
                algorithm.contribution());
    }

    /** In one level of sums by its own number, in two by that of its group. */
    @Test
    void shardWhoseNumbersAreNotFinite_isNamed() {
        for (int shards : new int[] {3, 20}) {
            SmallRuns.Start<MeanFieldState, Sums> start = SmallRuns.gradientSum(1);
            Algorithm<MeanFieldState, Sums> all = start.algorithm();
            Algorithm<MeanFieldState, Sums> broken = new Algorithm<>(
                    all.name(),
                    (round, shard) -> {
                        Sums sums = all.step().run(round, shard);
                        return shard.index() == 1 ? new Sums(sums.rows(), Double.NaN, sums.arrays()) : sums;
                    },
                    all.merge(),
                    all.state(),
                    all.contribution());
            List<Shard> rows = SmallRuns.PROBLEM.shards(shards);
            DivergedException failure = assertThrows(
                    DivergedException.class,
                    () -> runner(rows).run(broken, start.initial(), 0, 1, KEY, (round, outcome) -> true));
            String message = String.valueOf(failure.getMessage());
            assertTrue(message.contains(shards == 3 ? " shards=1;" : " shards=0-15;"), message);
            failure = assertThrows(
                    DivergedException.class,
                    () -> new LocalRunner(rows).run(broken, start.initial(), 0, 1, KEY, (round, outcome) -> true));
            assertTrue(String.valueOf(failure.getMessage()).contains(" shards=1;"), message);
        }
    }

    @Test
    void run_ofAStepThatAlwaysFails_throwsItsOwnException() {
        SmallRuns.Start<MeanFieldState, Sums> start = SmallRuns.gradientSum(1000);
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class,
                () -> runner(SmallRuns.PROBLEM.shards(3))
                        .run(start.algorithm(), start.initial(), 0, 1, KEY, (round, outcome) -> true));
        assertTrue(String.valueOf(failure.getMessage()).startsWith("batch larger than a shard: train.batch=1000"));
    }
}
