package io.elbo4j.spark.faults;

import static io.elbo4j.spark.faults.DigitsTraining.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.faults.Sabotage.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A master and two workers in processes of their own, on one of which something happens. */
@Tag("faults")
class WorkerLossTest {

    private static final List<String> SPECULATION = conf(
            "spark.speculation=true",
            "spark.speculation.interval=20ms",
            "spark.speculation.multiplier=1.5",
            "spark.speculation.quantile=0.5");

    @TempDir
    Path folder;

    private static List<String> conf(String... settings) {
        return Arrays.stream(settings)
                .flatMap(each -> List.of("--conf", each).stream())
                .toList();
    }

    private static List<String> onExecutors(List<String> more) throws Exception {
        return joined(conf("spark.executor.extraClassPath=" + SparkHome.classes(), "spark.executor.memory=1g"), more);
    }

    private static List<String> joined(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /** Runs a training, and does something to the cluster as soon as a checkpoint of its is there. */
    private Path disturbed(DigitsTraining training, StandaloneCluster cluster, Disturbance what, List<String> more)
            throws Exception {
        List<String> all = new ArrayList<>(more);
        all.addAll(List.of("--set", "checkpoint.everyRounds=5"));
        Path out = folder.resolve("disturbed");
        CompletableFuture<Void> happened = CompletableFuture.runAsync(() -> {
            try {
                Path checkpoints = Path.of(out + ".unfinished", "checkpoints");
                while (!Files.exists(checkpoints)) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                assertFalse(Files.exists(out), "the run is over");
                what.happens();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Cli.on(cluster.url(), training.command(out, all).toArray(String[]::new)).ok();
        happened.get(1, TimeUnit.SECONDS);
        return out;
    }

    private interface Disturbance {
        void happens() throws Exception;
    }

    @Test
    @Timeout(300)
    void train_withAWorkerKilled_hasTheSameBits() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 60);
        Path quiet = training.quiet();
        try (StandaloneCluster cluster = new StandaloneCluster(folder)) {
            Path out = disturbed(training, cluster, () -> cluster.worker(0).kill(), onExecutors(List.of()));
            assertSameBits(quiet, out);
            assertEquals(137, cluster.worker(0).process().exitValue());
        }
    }

    @Test
    @Timeout(300)
    void train_withAWorkerDecommissioned_hasTheSameBits() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 60);
        Path quiet = training.quiet();
        String[] decommission = {"spark.decommission.enabled=true", "spark.storage.decommission.enabled=true"};
        try (StandaloneCluster cluster = new StandaloneCluster(folder, decommission)) {
            Path out = disturbed(
                    training,
                    cluster,
                    () -> new ProcessBuilder(
                                    "kill",
                                    "-PWR",
                                    String.valueOf(cluster.worker(0).process().pid()))
                            .start()
                            .waitFor(),
                    onExecutors(conf(decommission)));
            assertSameBits(quiet, out);
            assertTrue(cluster.worker(0).text().contains("Decommission"), cluster.worker(0)::text);
        }
    }

    @Test
    @Timeout(300)
    void train_withFailingTasks_speculation_andExecutorsThatComeAndGo_hasTheSameBits() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 30);
        Path quiet = training.quiet();
        Path marks = folder.resolve("marks");
        String[] dynamic = {
            "spark.dynamicAllocation.enabled=true",
            "spark.dynamicAllocation.shuffleTracking.enabled=true",
            "spark.dynamicAllocation.minExecutors=1",
            "spark.dynamicAllocation.initialExecutors=2",
            "spark.dynamicAllocation.maxExecutors=2",
            "spark.dynamicAllocation.executorIdleTimeout=2s",
            "spark.dynamicAllocation.cachedExecutorIdleTimeout=2s"
        };
        try (StandaloneCluster cluster = new StandaloneCluster(folder)) {
            Path out = training.run(
                    "failing",
                    cluster.url(),
                    onExecutors(joined(Sabotage.conf(Kind.FAIL, 3, marks), joined(SPECULATION, conf(dynamic)))));
            int failed = Sabotage.done(marks).size();
            System.out.println("tasks failed on purpose: " + failed);
            assertTrue(failed >= 30, "failed=" + failed);
            assertSameBits(quiet, out);
        }
    }

    /**
     * Rounds take seconds also on a quiet machine, and the driver has trained once before the quiet reading, so that starts are in none; docs/operations.md on
     * stragglers explains the settings.
     */
    @Test
    @Timeout(1800)
    void train_withAStragglerTenTimesSlower_hasTheSameBits() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 6);
        List<String> steps = onExecutors(List.of("--set", "cluster.localSteps=6000"));
        List<String> anywhere = joined(steps, conf("spark.locality.wait=0s"));
        try (StandaloneCluster cluster = new StandaloneCluster(folder)) {
            training.run("first", cluster.url(), anywhere);
            Path quiet = training.run("quiet", cluster.url(), anywhere);
            Path marks = folder.resolve("marks");
            Path copied = training.run("copied", cluster.url(), joined(anywhere, joined(SPECULATION, slow(marks))));
            int slowed = Sabotage.done(marks).size();
            Path tied = training.run(
                    "tied", cluster.url(), joined(steps, joined(SPECULATION, slow(folder.resolve("tied-marks")))));
            Path waited = training.run("waited", cluster.url(), joined(steps, slow(folder.resolve("waited-marks"))));
            System.out.println(String.format(
                    Locale.ROOT,
                    "straggler: tasksSlowed=%d quietSeconds=%.1f withSpeculation=%s butWithLocality=%s without=%s",
                    slowed,
                    DigitsTraining.seconds(quiet),
                    times(copied, quiet),
                    times(tied, quiet),
                    times(waited, quiet)));
            assertTrue(slowed >= 6, "slowed=" + slowed);
            for (Path disturbed : List.of(copied, tied, waited)) {
                assertSameBits(quiet, disturbed);
            }
        }
    }

    private static List<String> slow(Path marks) throws IOException {
        return Sabotage.conf(Kind.SLOW, 1, marks);
    }

    private static String times(Path run, Path quiet) {
        double seconds = DigitsTraining.seconds(run);
        return String.format(Locale.ROOT, "%.1f (%.2f times)", seconds, seconds / DigitsTraining.seconds(quiet));
    }
}
