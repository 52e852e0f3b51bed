package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.data.Batch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Partitioned inference through the commands: training, use, and forgetting. */
class PartitionedTrainingTest {

    private static final int INPUTS = 4;
    private static final int SHARDS = 4;
    private static final int FORGOTTEN = 2;
    private static final String[] PVI = {"merge=pvi"};

    @TempDir
    Path folder;

    private final LinearProblem problem =
            new LinearProblem(LinearProblem.of(77, 93, INPUTS).data(), new double[INPUTS], 0.25, 1);

    private Path train(String name, Batch rows, int shards, String... more) {
        return train(name, Tables.write(folder, name + ".csv", rows), shards, more)
                .out();
    }

    private record Run(Path out, String printed) {}

    private Run train(String name, String file, int shards, String... more) {
        Path out = folder.resolve(name);
        String printed = Cli.run(Stream.concat(
                                Stream.of("train", "../conf/linear-regression.conf", "--out", out.toString()),
                                Stream.concat(
                                                Stream.of(
                                                        "data.train=" + file,
                                                        "data.label=y",
                                                        "data.standardise=false",
                                                        "likelihood.noiseVariance=0.25",
                                                        "cluster.shards=" + shards),
                                                Arrays.stream(more))
                                        .flatMap(setting -> Stream.of("--set", setting)))
                        .toArray(String[]::new))
                .ok()
                .out();
        return new Run(out, printed);
    }

    private static JsonNode export(Path run) {
        return Cli.plain("export", run.toString()).ok().json();
    }

    private static void assertSame(JsonNode expected, JsonNode actual, double tolerance) {
        JsonNode left = expected.get("parameters").get(0);
        JsonNode right = actual.get("parameters").get(0);
        assertArrayEquals(Cli.numbers(left.get("mean")), Cli.numbers(right.get("mean")), tolerance);
        assertArrayEquals(Cli.numbers(left.get("sd")), Cli.numbers(right.get("sd")), tolerance);
        assertEquals(left.has("covariance"), right.has("covariance"));
        for (int i = 0; left.has("covariance") && i < INPUTS; i++) {
            assertArrayEquals(
                    Cli.numbers(left.get("covariance").get(i)),
                    Cli.numbers(right.get("covariance").get(i)),
                    tolerance);
        }
    }

    @Test
    void train_fullAndUndamped_isExactInOneRound_andSaysSo() {
        Run run = train("full", Tables.write(folder, "rows.csv", problem.data()), SHARDS, PVI);
        assertTrue(
                run.printed().contains("merge: pvi, exact: a shard's site is its likelihood, whatever"), run.printed());
        assertFalse(run.printed().contains("NaN"), run.printed());
        JsonNode metrics = Cli.json(run.out().resolve("metrics.json"));
        assertEquals(1, metrics.get("rounds").asInt());
        assertEquals("exact", metrics.get("mergeExactness").asText());
        assertFalse(metrics.has("elbo"), "rounds of sites do not know it");
        JsonNode weights = export(run.out()).get("parameters").get(0);
        assertArrayEquals(problem.mean(), Cli.numbers(weights.get("mean")), 1e-10);
        double[] covariance = problem.covariance();
        for (int i = 0; i < INPUTS; i++) {
            assertArrayEquals(
                    Arrays.copyOfRange(covariance, i * INPUTS, (i + 1) * INPUTS),
                    Cli.numbers(weights.get("covariance").get(i)),
                    1e-10);
        }
        assertEquals(
                "[\"task/0\",\"task/1\",\"task/2\",\"task/3\"]",
                export(run.out()).get("sites").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "full, 0.2, synchronous",
        "full, auto, sequential",
        "mean-field, auto, synchronous",
        "mean-field, 0.2, synchronous",
        "mean-field, auto, sequential",
        "mean-field, auto, bounded-stale"
    })
    void train_byEverySchedule_comesToRestAtTheFamilysOptimum(String family, String damping, String schedule) {
        Path run = train(
                "run",
                problem.data(),
                SHARDS,
                "merge=pvi",
                "model.family=" + family,
                "merge.damping=" + damping,
                "merge.schedule=" + schedule);
        JsonNode weights = export(run).get("parameters").get(0);
        assertArrayEquals(problem.mean(), Cli.numbers(weights.get("mean")), 1e-10);
        double[] covariance = problem.covariance();
        double[] sd = family.equals("full")
                ? IntStream.range(0, INPUTS)
                        .mapToDouble(i -> Math.sqrt(covariance[i * INPUTS + i]))
                        .toArray()
                : Arrays.stream(problem.meanFieldVariance()).map(Math::sqrt).toArray();
        assertArrayEquals(sd, Cli.numbers(weights.get("sd")), 1e-10);
        JsonNode metrics = Cli.json(run.resolve("metrics.json"));
        // By the rule that stops, not by the limit; sites that are exact at once end with one visit each.
        int rounds = metrics.get("rounds").asInt();
        assertTrue(rounds < 800 && rounds > 2, "rounds=" + rounds);
        if (!(family + schedule).equals("fullsequential")) {
            assertTrue(metrics.get("siteChange").asDouble() < 1e-12, metrics.toString());
        }
    }

    @Test
    void evaluateAndPredict_ofAPartitionedModel_areThoseOfThePooledOne() throws Exception {
        String file = Tables.write(folder, "rows.csv", problem.data());
        Path sites = train("sites", file, SHARDS, PVI).out();
        Path pooled = train("pooled", file, SHARDS).out();
        for (Path run : List.of(sites, pooled)) {
            Cli.run("evaluate", run.toString(), "--data", file, "--out", run + ".json")
                    .ok();
            Cli.run("predict", run.toString(), "--data", file, "--out", run + ".csv")
                    .ok();
        }
        JsonNode left = Cli.json(Path.of(sites + ".json"));
        JsonNode right = Cli.json(Path.of(pooled + ".json"));
        assertEquals(right.get("rmse").asDouble(), left.get("rmse").asDouble(), 1e-5);
        assertTrue(Files.exists(Path.of(sites + ".csv")));
        assertFalse(export(pooled).has("sites"));
    }

    @Test
    void forget_ofAFullModel_isAsIfTheShardHadNeverBeenSeen() {
        Path all = train("all", problem.data(), SHARDS, PVI);
        Path never = train("never", withoutShard(), SHARDS, PVI);
        for (String id : List.of("task/" + FORGOTTEN, String.valueOf(FORGOTTEN))) {
            Path out = folder.resolve("rest" + id.length());
            Cli.plain("forget", all.toString(), "--site", id, "--out", out.toString())
                    .ok();
            assertSame(export(never), export(out), 1e-10);
            assertEquals(
                    "[\"task/0\",\"task/1\",\"task/3\"]",
                    export(out).get("sites").toString());
            assertEquals(3, Cli.json(out.resolve("metrics.json")).get("sites").asInt());
            assertTrue(Cli.text(out.resolve("model/manifest.json")).contains("\"forgotten\""));
        }
        assertEquals(SHARDS, export(all).get("sites").size(), "the model that was read is as it was");
    }

    @ParameterizedTest
    @CsvSource({"synchronous", "bounded-stale"})
    void forget_ofAMeanFieldModel_letsTheOtherSitesComeToRestWithoutIt(String schedule) {
        String file = Tables.write(folder, "rows.csv", problem.data());
        String[] settings = {"merge=pvi", "model.family=mean-field", "merge.schedule=" + schedule};
        Path all = train("all", file, SHARDS, settings).out();
        Path never = train("never", withoutShard(), SHARDS, settings);
        Path out = folder.resolve("rest");
        String[] forget = {"forget", all.toString(), "--site", "2", "--out", out.toString()};
        Cli.plain(forget).failed(Main.USAGE, "other sites know of this one", "site=task/2", "--data");
        assertFalse(Files.exists(out));
        Cli.run(Stream.concat(Stream.of(forget), Stream.of("--data", file)).toArray(String[]::new))
                .ok();
        assertSame(export(never), export(out), 1e-10);
        // The next one too: what was forgotten before stays forgotten.
        Path twice = folder.resolve("twice");
        Cli.run("forget", out.toString(), "--site", "0", "--out", twice.toString(), "--data", file)
                .ok();
        assertEquals("[\"task/1\",\"task/3\"]", export(twice).get("sites").toString());
        Path neither = train("neither", without(withoutShard(), SHARDS - 1, 0), SHARDS, settings);
        assertSame(export(neither), export(twice), 1e-10);
    }

    @Test
    void forget_ofWhatIsNotThere_is2_andCostsNothing() {
        Path all = train("all", problem.data(), SHARDS, PVI);
        Path out = folder.resolve("rest");
        for (String id : List.of("7", "task", "task/7", "data/1", "")) {
            Cli.plain("forget", all.toString(), "--site", id, "--out", out.toString())
                    .failed(Main.USAGE, "site=" + id + " known=[task/0, task/1, task/2, task/3]");
        }
        Cli.plain("forget", all.toString(), "--site", "1", "--out", all.toString())
                .failed(Main.USAGE, "folder exists: out=" + all);
        Path pooled = train("pooled", problem.data(), SHARDS);
        Cli.plain("forget", pooled.toString(), "--site", "1", "--out", out.toString())
                .failed(Main.USAGE, "model has no sites", "merge=pvi");
        assertFalse(Files.exists(out));
        assertEquals(
                Main.USAGE, Cli.plain("forget", all.toString(), "--out", "x").code());
    }

    @Test
    void forget_withOtherData_is3() {
        Path all = train("all", problem.data(), SHARDS, "merge=pvi", "model.family=mean-field");
        String other = Tables.write(folder, "other.csv", withoutShard());
        Path out = folder.resolve("rest");
        Cli.run("forget", all.toString(), "--site", "1", "--out", out.toString(), "--data", other)
                .failed(Main.DATA, "not the rows of the training", "sha256=");
        assertFalse(Files.exists(out));
    }

    @Test
    void forget_ofStandardisedRows_saysWhatIsLeft() {
        Path all = train("all", problem.data(), SHARDS, "merge=pvi", "data.standardise=true");
        Path out = folder.resolve("rest");
        String printed = Cli.plain("forget", all.toString(), "--site", "1", "--out", out.toString())
                .ok()
                .out();
        assertTrue(printed.contains("note: features keep their scale"), printed);
        assertNotEquals(Cli.arrays(all), Cli.arrays(out));
    }

    private Batch withoutShard() {
        return without(problem.data(), SHARDS, FORGOTTEN);
    }

    private static Batch without(Batch rows, int shards, int shard) {
        return rows.select(IntStream.range(0, rows.rows())
                .filter(row -> row % shards != shard)
                .toArray());
    }
}
