package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One run whose driver is killed again and again, whenever it pleases. */
@Tag("faults")
class DriverKillsTest {

    private static final int KILLS = 25;
    private static final int INTERVAL = 3;
    private static final int ROUNDS = 400;
    private static final Pattern ROUND = Pattern.compile("\rround (\\d+)/");
    private static final Pattern START = Pattern.compile("going on after round (\\d+)");

    @TempDir
    Path folder;

    @Test
    @Timeout(3000)
    void run_killedAtTwentyFiveMoments_hasTheSameBits() throws Exception {
        long seed = Long.getLong("seed", 20261126);
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        DigitsTraining training = DigitsTraining.of(folder, ROUNDS);
        // Short rounds, so that kills meet checkpoints too.
        List<String> settings = List.of("--set", "cluster.localSteps=5", "--set", "checkpoint.everyRounds=" + INTERVAL);
        Path quiet = training.run("quiet", "local[2]", settings);
        Path out = folder.resolve("killed");
        int done = 0;
        int mostRepeated = 0;
        List<Integer> ends = new ArrayList<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            List<String> command = Files.exists(Path.of(out + ".unfinished", "run.conf"))
                    ? List.of("resume", out.toString())
                    : training.command(out, settings);
            String printed = killed(random, command);
            int start = last(START, printed);
            if (start >= 0) {
                int repeated = done - start;
                mostRepeated = Math.max(mostRepeated, repeated);
                assertTrue(
                        repeated <= INTERVAL, "seed=" + seed + " kill=" + kill + " done=" + done + " start=" + start);
            }
            done = Math.max(done, last(ROUND, printed));
            ends.add(done);
            System.out.println("kill=" + kill + " wentOnAfter=" + start + " killedAfter=" + done);
            assertTrue(done < ROUNDS, "seed=" + seed + ": the run is over after so many kills: " + kill);
        }
        System.out.println("killed after rounds " + ends + "; most rounds repeated: " + mostRepeated);
        String resumed = Cli.on("local[1]", "resume", out.toString()).ok().out();
        assertTrue(done - last(START, resumed) <= INTERVAL, resumed);
        DigitsTraining.assertSameBits(quiet, out);
        assertEquals(
                Cli.json(quiet.resolve("metrics.json")).get("bytesReduced"),
                Cli.json(out.resolve("metrics.json")).get("bytesReduced"));
    }

    /** Starts a process and kills it: one time in five while it starts, else within its first rounds; gives what it printed. */
    private String killed(Random random, List<String> command) throws Exception {
        List<String> options = List.of(
                "-Xmx1g",
                "-Delbo4j.live=true",
                "-Dspark.master=local[2]",
                "-Dlog4j2.configurationFile=../conf/log4j2.properties",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.host=127.0.0.1");
        try (JavaProcess process = JavaProcess.start(
                folder.resolve("process.log"), options, Main.class.getName(), command.toArray(String[]::new))) {
            if (random.nextInt(5) > 0) {
                process.awaited("\rround ");
                int more = random.nextInt(8);
                process.awaited("(?s)(\rround .*){" + (more + 1) + "}");
                TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
            } else {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(3000));
            }
            process.kill();
            return process.text();
        }
    }

    private static int last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        int found = -1;
        while (matcher.find()) {
            found = Integer.parseInt(matcher.group(1));
        }
        return found;
    }
}
