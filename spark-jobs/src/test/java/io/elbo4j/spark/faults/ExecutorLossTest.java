package io.elbo4j.spark.faults;

import static io.elbo4j.spark.faults.DigitsTraining.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.spark.faults.Sabotage.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors whose JVM ends in the middle of a round, and a cluster that trusts nobody. */
@Tag("faults")
class ExecutorLossTest {

    private static final String CLUSTER = "local-cluster[2,1,1024]";

    @TempDir
    Path folder;

    private static List<String> onExecutors(List<String> more) throws Exception {
        List<String> all = new ArrayList<>(more);
        all.addAll(List.of("--conf", "spark.executor.extraClassPath=" + SparkHome.classes()));
        return all;
    }

    @Test
    @Timeout(600)
    void train_withAnExecutorHaltedInEveryTenthRound_hasTheSameBits() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 100);
        Path quiet = training.quiet();
        Path marks = folder.resolve("marks");
        Path halted = training.run("halted", CLUSTER, onExecutors(Sabotage.conf(Kind.HALT, 10, marks)));
        System.out.println("halted: " + Sabotage.done(marks));
        assertEquals(10, Sabotage.done(marks).size());
        assertSameBits(quiet, halted);
    }

    @Test
    @Timeout(300)
    void train_withAnExecutorHaltedBetweenMapAndReduce_hasTheSameBits() throws Exception {
        // Beyond 16 shards contributions meet on executors first: what a lost one held is made again.
        DigitsTraining training = DigitsTraining.of(folder, 6);
        List<String> many = List.of("--set", "cluster.shards=18");
        Path quiet = training.run("quiet", "local[2]", many);
        Path marks = folder.resolve("marks");
        List<String> more = new ArrayList<>(many);
        more.addAll(Sabotage.conf(Kind.HALT, 3, marks));
        Path halted = training.run("halted", CLUSTER, onExecutors(more));
        assertEquals(List.of("round-3", "round-6"), Sabotage.done(marks));
        assertSameBits(quiet, halted);
    }

    @Test
    @Timeout(300)
    void train_withAuthenticationAndEncryption_hasTheSameBits() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 10);
        Path quiet = training.quiet();
        Path marks = folder.resolve("marks");
        List<String> more = new ArrayList<>(Sabotage.conf(Kind.LOOK, 1, marks));
        for (String setting : List.of(
                "spark.authenticate=true",
                "spark.authenticate.secret=" + "s".repeat(32),
                "spark.network.crypto.enabled=true",
                "spark.io.encryption.enabled=true")) {
            more.addAll(List.of("--conf", setting));
        }
        Path secured = training.run("secured", CLUSTER, onExecutors(more));
        assertEquals(
                List.of(
                        "executor-0 authenticates=true encryptsFiles=true",
                        "executor-1 authenticates=true encryptsFiles=true"),
                Sabotage.done(marks));
        assertSameBits(quiet, secured);
    }
}
