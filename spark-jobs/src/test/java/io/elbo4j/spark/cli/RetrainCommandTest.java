package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.data.Batch;
import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spark.io.DataFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A registry of linear regressions, whose posterior after all nights is known. */
@ExtendWith(LocalSpark.class)
class RetrainCommandTest {

    private static final String CONF = "../conf/linear-regression.conf";

    @TempDir
    Path folder;

    private final LinearProblem problem = LinearProblem.of(77, 200, 4);

    private Cli retrain(String... more) {
        List<String> arguments = new ArrayList<>(List.of("retrain", CONF, "--registry", registry()));
        for (String setting :
                settings(Tables.write(folder, "judges.csv", problem.data().slice(160, 200)))) {
            arguments.addAll(List.of("--set", setting));
        }
        arguments.addAll(Arrays.asList(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private static List<String> settings(String judges) {
        return List.of(
                "data.label=y",
                "data.standardise=false",
                "likelihood.noiseVariance=0.25",
                "prior.variance=1.5",
                "cluster.shards=3",
                "retrain.data=" + judges);
    }

    private String registry() {
        return folder.resolve("registry").toString();
    }

    private String night(int number) {
        return Tables.write(folder("inbox"), "night" + number + ".csv", rows(number));
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Batch rows(int number) {
        return problem.data().slice(40 * (number - 1), 40 * number);
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private double[] champion() {
        JsonNode weights =
                Cli.plain("export", registry()).ok().json().get("parameters").get(0);
        return Stream.of(weights.get("mean"), weights.get("sd"))
                .flatMapToDouble(array -> Arrays.stream(numbers(array)))
                .toArray();
    }

    @Test
    void nights_addUpToTheBatch_eachCountedOnce() {
        night(1);
        night(2);
        String first = retrain("--inbox", folder("inbox").toString()).ok().out();
        assertEquals(2, first.split("promoted", -1).length - 1, first);
        assertTrue(first.contains("surpriseNll") && first.contains("klNats"), first);
        String third = night(3);
        night(4);
        retrain("--inbox", folder("inbox").toString()).ok();
        String nothing = retrain("--inbox", folder("inbox").toString()).ok().out();
        assertTrue(nothing.contains("nothing new"), nothing);
        double[] champion = champion();
        // The same rows under another name, and again under their own.
        String again = Tables.write(folder, "copy.csv", rows(2));
        String repeated = retrain("--data", again, "--data", third).ok().out();
        assertEquals(2, repeated.split(" repeated ", -1).length - 1, repeated);
        assertArrayEquals(champion, champion(), "the same batch again changes nothing");
        Batch all = problem.data().slice(0, 160);
        Path whole = folder.resolve("whole");
        List<String> train = new ArrayList<>(List.of("train", CONF, "--out", whole.toString()));
        train.addAll(List.of("--set", "data.train=" + Tables.write(folder, "all.csv", all)));
        for (String setting : settings("")) {
            train.addAll(List.of("--set", setting));
        }
        Cli.run(train.toArray(String[]::new)).ok();
        JsonNode weights = Cli.plain("export", whole.toString())
                .ok()
                .json()
                .get("parameters")
                .get(0);
        assertArrayEquals(numbers(weights.get("mean")), Arrays.copyOf(champion, 4), 1e-12);
        assertArrayEquals(numbers(weights.get("sd")), Arrays.copyOfRange(champion, 4, 8), 1e-12);
        String diff = Cli.plain("diff", whole.toString(), registry()).ok().out();
        assertTrue(diff.matches("(?s).*\\n\\S+ +4 +0 +0 +0.0000 +0.0000\\n"), diff);
    }

    @Test
    void badNights_leaveTheChampion() throws IOException {
        retrain("--data", night(1)).ok();
        double[] good = champion();
        Batch rows = rows(2);
        float[] wrong = rows.targets().clone();
        for (int r = 0; r < wrong.length; r++) {
            wrong[r] = -rows.targets()[r];
        }
        String poisoned =
                Tables.write(folder, "poisoned.csv", new Batch(rows.features().dense(), wrong, rows.width()));
        String refused = retrain("--data", poisoned).ok().out();
        assertTrue(refused.contains("refused") && refused.contains("because nll="), refused);
        String header = Files.readString(Path.of(night(2))).lines().findFirst().orElseThrow();
        String nothing = retrain("--data", DataFiles.write(folder, "empty.csv", header + "\n"))
                .ok()
                .out();
        assertTrue(nothing.contains(" empty "), nothing);
        String renamed = DataFiles.write(
                folder, "renamed.csv", Files.readString(Path.of(night(2))).replaceFirst("^[^,]+", "other"));
        retrain("--data", renamed).failed(Main.DATA, "renamed.csv", "name=other", "column=1");
        retrain("--data", folder + "/none.csv").failed(Main.DATA, "none.csv");
        assertArrayEquals(good, champion());
        retrain("--data", night(2)).ok();
        assertFalse(Arrays.equals(good, champion()));
        String history = Cli.plain("history", registry()).ok().out();
        for (String decision : List.of("promoted", "refused", "empty")) {
            assertTrue(history.contains(decision), history);
        }
        Cli.plain("rollback", registry()).ok();
        assertArrayEquals(good, champion());
        Cli.plain("rollback", registry()).failed(Main.USAGE, "no such champion");
        Cli.plain("rollback", registry(), "--to", "nothing").failed(Main.USAGE, "version=nothing");
        Cli.plain("history", folder.toString()).failed(Main.USAGE, "none there");
    }

    @Test
    void crashes_leaveTheChampion_andTheNextJobGoesOn() throws IOException {
        retrain("--data", night(1)).ok();
        retrain("--data", night(2)).ok();
        double[] both = champion();
        Path journal = folder.resolve("registry/journal");
        Path second = journal.resolve("000002.json");
        // As a crash after the version and before the decision leaves it.
        byte[] whole = Files.readAllBytes(second);
        Files.delete(second);
        double[] one = champion();
        assertFalse(Arrays.equals(both, one));
        Files.createDirectories(folder.resolve("registry/work/000001-left-by-a-crash"));
        retrain("--data", night(2)).ok();
        assertArrayEquals(both, champion());
        assertFalse(Files.exists(folder.resolve("registry/work/000001-left-by-a-crash")));
        // A decision that is not whole, whatever tore it.
        Files.write(second, Arrays.copyOf(whole, whole.length / 2));
        assertArrayEquals(one, champion());
        String said = Cli.plain("export", registry()).ok().err();
        assertTrue(said.contains("damaged entry passed over") && said.contains("000002.json"), said);
        String history = Cli.plain("history", registry()).ok().out();
        assertTrue(history.contains("000002.json"), history);
        retrain("--data", night(2)).ok();
        assertArrayEquals(both, champion());
        assertTrue(Files.exists(journal.resolve("000003.json")));
        // A champion whose version is gone.
        try (Stream<Path> versions = Files.list(folder.resolve("registry/versions"))) {
            for (Path version : versions.toList()) {
                Files.delete(version.resolve("model/manifest.json"));
            }
        }
        Cli.plain("export", registry()).failed(Main.DATA, "not whole", "version=", "elbo4j rollback " + registry());
    }

    /** Rows of a night as a file of its own; the first one has the older time, by which Spark orders files. */
    private void parquet(SparkSession spark, int number) {
        Dataset<Row> rows = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(Tables.write(folder, "rows" + number + ".csv", rows(number)));
        rows.coalesce(1).write().mode("append").parquet(folder.resolve("stream").toString());
    }

    private Cli stream() {
        List<String> arguments = new ArrayList<>(List.of("retrain", CONF, "--registry", registry()));
        arguments.addAll(List.of("--stream", folder.resolve("stream").toString()));
        for (String setting : settings("\"\"")) {
            arguments.addAll(List.of("--set", setting));
        }
        for (String setting : List.of("data.heldOut=0.2", "data.format=parquet", "data.options.maxFilesPerTrigger=1")) {
            arguments.addAll(List.of("--set", setting));
        }
        return Cli.run(arguments.toArray(String[]::new));
    }

    @Test
    void stream_isLearnedOnce_inSparksBatches(SparkSession spark) throws IOException {
        parquet(spark, 1);
        parquet(spark, 2);
        String first = stream().ok().out();
        assertEquals(2, first.split("promoted", -1).length - 1, first);
        // As a crash between the decision and Spark's note of it leaves it.
        try (Stream<Path> files = Files.walk(folder.resolve("registry/streams"))) {
            for (Path file : files.filter(each -> each.toString().matches(".*commits/\\.?1(\\.crc)?"))
                    .toList()) {
                Files.delete(file);
            }
        }
        parquet(spark, 3);
        String second = stream().ok().out();
        assertEquals(1, second.split("promoted", -1).length - 1, second);
        String history = Cli.plain("history", registry()).ok().out();
        assertEquals(3, history.split("promoted", -1).length - 1, history);
        retrain("--stream", "x").failed(Main.USAGE, "data.format=auto", "--inbox");
    }

    @Test
    void missingAnswers_are2() {
        retrain().failed(Main.USAGE, "where are the new rows");
        retrain("--inbox", folder + "/nowhere").failed(Main.USAGE, "inbox=" + folder + "/nowhere");
        retrain("--data", night(1), "--set", "retrain.data=\"\"").failed(Main.USAGE, "no rows to judge");
        retrain("--data", night(1), "--set", "prior.model=x").failed(Main.USAGE, "prior.model=x");
        retrain("--data", night(1), "--set", "model.name=mfvi", "--set", "model.components=2")
                .failed(Main.USAGE, "retrain: a mixture", "model.components=2");
        Cli.plain("export", registry()).failed(Main.DATA, "manifest");
    }
}
