package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one shard taught a network of the digits, taken out again. */
class NetworkForgettingTest {

    private static final String DIGITS = "../data/digits-train.csv.gz";
    private static final String TEST = "../data/digits-test.csv.gz";

    @TempDir
    Path folder;

    private String train(String name, String... more) {
        String out = folder.resolve(name).toString();
        Stream<String> settings = Stream.concat(
                Stream.of(
                        "data.train=" + DIGITS,
                        "data.test=" + TEST,
                        "merge=pvi",
                        "cluster.shards=3",
                        "cluster.localSteps=25",
                        "train.epochs=16",
                        "network.layers=[\"dense 30\",\"relu\"]"),
                Arrays.stream(more));
        Cli.run(Stream.concat(
                                Stream.of("train", "../conf/quickstart.conf", "--out", out),
                                settings.flatMap(each -> Stream.of("--set", each)))
                        .toArray(String[]::new))
                .ok();
        return out;
    }

    @ParameterizedTest
    @CsvSource({"ssvi, synchronous", "mfvi, sequential"})
    void forget_comesCloserToATrainingWithoutTheShard(String name, String schedule) {
        String all = train("all", "model.name=" + name, "merge.schedule=" + schedule);
        String out = folder.resolve("rest").toString();
        String printed = Cli.run("forget", all, "--site", "1", "--out", out, "--data", DIGITS, "--compare")
                .ok()
                .out();
        JsonNode metrics = Cli.json(Path.of(out, "metrics.json"));
        int run = Cli.json(Path.of(all, "metrics.json")).get("rounds").asInt();
        assertEquals(Math.ceil(run / 10.0), metrics.get("roundsAgain").asInt(), 1);
        assertEquals(run, metrics.get("rounds").asInt());
        assertEquals(2, metrics.get("sites").asInt());
        assertTrue(metrics.get("lastShift").asDouble() >= 0);
        assertTrue(
                metrics.get("shiftToRetrained").asDouble()
                        < metrics.get("storedShiftToRetrained").asDouble(),
                printed);
        assertTrue(metrics.get("noiseShiftToRetrained").asDouble() > 0, printed);
        assertEquals(
                metrics.get("retrainedAccuracy").asDouble(),
                metrics.get("accuracy").asDouble(),
                0.1);
        assertEquals(
                "[\"task/0\",\"task/2\"]",
                Cli.plain("export", out).ok().json().get("sites").toString());
        // The next one too, with a number of rounds.
        String twice = folder.resolve("twice").toString();
        Cli.run("forget", out, "--site", "task/0", "--out", twice, "--data", DIGITS, "--rounds", "4")
                .ok();
        assertEquals(
                4, Cli.json(Path.of(twice, "metrics.json")).get("roundsAgain").asInt());
        Cli.run("evaluate", twice, "--data", DIGITS).ok();
        Cli.run("forget", twice, "--site", "2", "--out", folder + "/none", "--data", DIGITS)
                .failed(Main.USAGE, "no other site: site=task/2");
    }

    @Test
    void forget_thatCannotBe_costsNothing() {
        String all = train("all", "train.epochs=5");
        Path out = folder.resolve("rest");
        String[] forget = {"forget", all, "--site", "1", "--out", out.toString()};
        Cli.plain(forget).failed(Main.USAGE, "other sites know of this one: model.name=ssvi site=task/1", "--data");
        Cli.plain(Stream.concat(Stream.of(forget), Stream.of("--compare")).toArray(String[]::new))
                .failed(Main.USAGE, "no data for new rounds", "compare=true");
        Cli.run(Stream.concat(Stream.of(forget), Stream.of("--data", DIGITS, "--rounds", "9999"))
                        .toArray(String[]::new))
                .failed(Main.USAGE, "rounds out of range: rounds=9999 run=");
        Cli.run(Stream.concat(Stream.of(forget), Stream.of("--data", TEST)).toArray(String[]::new))
                .failed(Main.DATA, "not the rows of the training");
        assertFalse(Files.exists(out));
    }
}
