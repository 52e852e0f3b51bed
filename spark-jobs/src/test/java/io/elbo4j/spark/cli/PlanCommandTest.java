package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.conjugate.LinearProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCommandTest {

    private static final String LINEAR = "../conf/linear-regression.conf";

    @TempDir
    Path folder;

    private Cli on(String command, String... more) {
        String file =
                Tables.write(folder, "rows.csv", LinearProblem.of(5, 90, 4).data());
        String[] settings = {
            "--set",
            "data.train=" + file,
            "--set",
            "data.label=y",
            "--set",
            "merge=pvi",
            "--set",
            "model.family=mean-field",
            "--set",
            "cluster.shards=5"
        };
        return Cli.run(Stream.of(Stream.of(command, LINEAR), Arrays.stream(settings), Arrays.stream(more))
                .flatMap(each -> each)
                .toArray(String[]::new));
    }

    private static long bytes(String text, String name) {
        Matcher matcher = Pattern.compile(name + " ([0-9,]+)").matcher(text);
        assertTrue(matcher.find(), name + " in " + text);
        return Long.parseLong(matcher.group(1).replace(",", ""));
    }

    @Test
    void plan_ofSites_foretellsTheBytesThatARunCounts() {
        String plan = on("plan", "--seconds", "0.5", "--executors", "5").ok().out();
        Path run = folder.resolve("run");
        on("train", "--out", run.toString()).ok();
        JsonNode metrics = Cli.json(run.resolve("metrics.json"));
        long rounds = metrics.get("rounds").asLong();
        assertTrue(rounds > 5, "rounds=" + rounds);
        assertEquals(metrics.get("bytesReduced").asLong(), rounds * bytes(plan, "reduced"));
        // The first state has no sites yet, and the second none to go back to.
        double predicted = rounds * bytes(plan, "broadcast");
        assertEquals(1, metrics.get("bytesBroadcast").asLong() / predicted, 2.0 / rounds);
        assertTrue(plan.contains("at most 1000"), plan);
    }

    @Test
    void plan_drawsTheCurve_asTextAndAsAPicture() throws Exception {
        Path out = folder.resolve("plan");
        String plan = on("plan", "--seconds", "0.5", "--executors", "64", "--link", "25Gb", "--out", out.toString())
                .ok()
                .out();
        assertTrue(plan.contains("64 executors of 1 core, links of 25.0 Gb/s"), plan);
        assertTrue(plan.contains("set cluster.shards=64 (now 5)"), plan);
        assertTrue(Pattern.compile("\\n +1000 +90 ").matcher(plan).find(), "90 rows are 90 shards at most: " + plan);
        assertTrue(
                Pattern.compile("limited by +(compute|link|Spark|driver|rows)")
                        .matcher(plan)
                        .find(),
                plan);
        assertFalse(plan.contains("NaN") || plan.contains("Infinity"), plan);
        String page = Cli.text(out.resolve("scaling.html"));
        assertTrue(page.contains("aria-label=\"Seconds of a training by executors: 1 → "), "20 points in words");
        assertEquals(20, page.split(" → ", -1).length / 2, "once for the eyes and once for the ears");
        Files.writeString(out.resolve("scaling.html"), "mine");
        on("plan", "--out", out.toString()).failed(Main.USAGE, "output: exists", "--force");
        assertEquals("mine", Cli.text(out.resolve("scaling.html")));
    }

    @Test
    void check_setsMeasuredRoundsAgainstPredictedOnes() {
        String check = on("plan", "--seconds", "0.5", "--check").ok().out();
        for (String name : new String[] {"predictedSeconds", "measuredSeconds", "ratio"}) {
            Matcher matcher = Pattern.compile(name + " +([0-9.]+)").matcher(check);
            assertTrue(matcher.find(), check);
            assertTrue(Double.parseDouble(matcher.group(1)) > 0, check);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--executors | 0    | executors=0",
                "--executors | -3   | executors=-3",
                "--cores     | 0    | cores=0",
                "--seconds   | 0    | seconds=0",
                "--seconds   | NaN  | seconds=NaN",
                "--link      | 10   | link=10",
                "--link      | 10GB | link=10GB",
            })
    void badMachines_are2(String option, String value, String expected) {
        Cli.plain("plan", LINEAR, option, value).failed(Main.USAGE, expected);
    }

    @Test
    void unknownConf_is2() {
        Cli.plain("plan", folder + "/none.conf").failed(Main.USAGE, "no such file", "file=" + folder + "/none.conf");
        Cli.run("plan", LINEAR).failed(Main.USAGE, "no training data");
        assertEquals(
                Main.USAGE, Cli.plain("plan", LINEAR, "--executors", "many").code());
    }
}
