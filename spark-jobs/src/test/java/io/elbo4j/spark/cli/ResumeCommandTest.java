package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.io.DataFiles;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are told to end, or killed; and the commands that pick up what they left. */
class ResumeCommandTest {

    @TempDir
    Path folder;

    private String[] train(Path out, String... more) {
        String file = DataFiles.write(folder, "rows.csv", DataFiles.csv(DataFiles.digits(5, 400, 8), true));
        List<String> all = new ArrayList<>(List.of("train", "../conf/quickstart.conf", "--out", out.toString()));
        for (String setting : List.of(
                "data.train=" + file,
                "data.test=",
                "data.heldOut=0.1",
                "train.epochs=25",
                "train.batch=20",
                "cluster.shards=2",
                "cluster.localSteps=5",
                "checkpoint.everyRounds=2")) {
            all.addAll(List.of("--set", setting));
        }
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    @Test
    @Timeout(300)
    void run_thatIsToldToEnd_thenKilled_thenResumed_hasTheSameBits() throws Exception {
        Path whole = folder.resolve("whole");
        Path broken = folder.resolve("broken");
        Cli.run(train(whole)).ok();

        int rounds = Cli.text(whole.resolve("history.jsonl")).split("\n").length;
        int told = end(broken, 1, false, train(broken));
        assertTrue(told < rounds, "rounds=" + told);
        Cli.run(train(broken)).failed(Main.USAGE, "output: an unfinished run is there: out=" + broken);
        Cli.run("resume", broken.toString(), "--conf", "spark.elbo4j.seed=2")
                .failed(Main.USAGE, "resume: settings are those of the run: key=spark.elbo4j.seed");
        Cli.run(train(broken, "--resume", "--set", "seed=2"))
                .failed(Main.USAGE, "resume: settings are not those of the unfinished run: out=");
        int killed = end(broken, told + 1, true, "resume", broken.toString());
        assertTrue(killed > told && killed < rounds, "told=" + told + " killed=" + killed + " rounds=" + rounds);

        String printed = Cli.on("local[1]", train(broken, "--resume")).ok().out();
        assertTrue(printed.contains("going on after round "), printed);
        assertEquals(Cli.arrays(whole), Cli.arrays(broken));
        assertEquals(Cli.text(whole.resolve("history.jsonl")), Cli.text(broken.resolve("history.jsonl")));
        assertEquals(
                Cli.json(whole.resolve("metrics.json")).get("accuracy"),
                Cli.json(broken.resolve("metrics.json")).get("accuracy"));
        assertFalse(Files.exists(folder.resolve("broken.unfinished")));
        for (String[] again : List.of(new String[] {"resume", broken.toString()}, train(broken, "--resume"))) {
            assertTrue(Cli.run(again).ok().out().startsWith("nothing to go on with"), "finished runs stay");
        }
        Cli.run("resume", folder.resolve("never").toString()).failed(Main.USAGE, "resume: no run: out=");
    }

    /** Ends a command's process once it has written this round; gives the newest round that it left. */
    private int end(Path out, int round, boolean kill, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Dspark.master=local[2]",
                "-Dlog4j2.configurationFile=../conf/log4j2.properties",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.host=127.0.0.1"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(each -> each.startsWith("--add-") || each.startsWith("-X"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        File log = folder.resolve("process.log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            Path checkpoints = Path.of(out + ".unfinished", "checkpoints");
            while (newest(checkpoints) < round) {
                assertTrue(process.isAlive(), () -> Cli.text(log.toPath()));
                Thread.sleep(20);
            }
        } finally {
            if (kill) {
                process.destroyForcibly();
            } else {
                process.destroy();
            }
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process does not end");
        }
        assertEquals(kill ? 137 : 143, process.exitValue(), () -> Cli.text(log.toPath()));
        if (!kill) {
            assertTrue(Cli.text(log.toPath()).contains("told to end: round="), () -> Cli.text(log.toPath()));
        }
        return newest(Path.of(out + ".unfinished", "checkpoints"));
    }

    private static int newest(Path checkpoints) throws Exception {
        if (!Files.exists(checkpoints)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.filter(each -> Files.exists(each.resolve("journey/manifest.json")))
                    .map(each -> String.valueOf(each.getFileName()).replace("round-", ""))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
        }
    }
}
