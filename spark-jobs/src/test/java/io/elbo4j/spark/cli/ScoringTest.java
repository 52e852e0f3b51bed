package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.data.Batch;
import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spark.io.DataFiles;
import io.elbo4j.spark.io.DataSource;
import io.elbo4j.spark.io.DatasetReader;
import io.elbo4j.spark.io.RowSelection;
import io.elbo4j.spark.io.Surroundings;
import io.elbo4j.spark.io.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The quick start in small, and everything that can be done with its model. */
@ExtendWith(LocalSpark.class)
class ScoringTest {

    private static final String TRAINING = "../data/digits-train.csv.gz";
    private static final String DIGITS = "../data/digits-test.csv.gz";
    private static final int ROWS = 60;

    @TempDir
    static Path folder;

    private static Path run = Path.of("");
    private static String trained = "";

    @BeforeAll
    static void train() {
        run = folder.resolve("digits");
        trained = Cli.run(
                        "train",
                        "../conf/quickstart.conf",
                        "--set",
                        "data.train=" + TRAINING,
                        "--set",
                        "network.layers=[\"dense 30\", \"relu\"]",
                        "--set",
                        "train.epochs=24",
                        "--set",
                        "data.test=" + DIGITS,
                        "--out",
                        run.toString())
                .ok()
                .out();
    }

    /** The first rows of the test part. */
    private static Batch rows(SparkSession spark) {
        DatasetReader reader = new DatasetReader(spark, new Surroundings(name -> ""));
        try (Table table = reader.read(DataSource.of(DIGITS))) {
            return table.shards(RowSelection.ALL, 2).collected().slice(0, ROWS);
        }
    }

    /** As CSV, with the names that the digits have. */
    private static String csv(SparkSession spark, String name, boolean labelled) {
        StringBuilder text = new StringBuilder();
        String[] lines = DataFiles.csv(rows(spark), true).split("\n");
        for (int i = 0; i < lines.length; i++) {
            String line = i == 0 ? header() : lines[i];
            text.append(labelled ? line : line.substring(0, line.lastIndexOf(',')))
                    .append('\n');
        }
        return DataFiles.write(folder, name, text.toString());
    }

    private static String header() {
        try (InputStream raw = Files.newInputStream(Path.of(DIGITS));
                BufferedReader text =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(raw), StandardCharsets.UTF_8))) {
            return String.valueOf(text.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void train_showsProgressAndATable_andWritesTheFigures() {
        JsonNode metrics = Cli.json(run.resolve("metrics.json"));
        for (String key : List.of(
                "accuracy",
                "nll",
                "ece15",
                "brier",
                "elbo",
                "kl",
                "activeWeights",
                "totalWeights",
                "density",
                "trainSeconds",
                "rounds",
                "examplesPerSecond",
                "bytesBroadcast",
                "bytesReduced",
                "seed",
                "shards")) {
            assertTrue(metrics.path(key).isNumber(), key + " in " + metrics);
        }
        assertEquals(64 * 30 + 30 * 10, metrics.get("totalWeights").asInt());
        int active = metrics.get("activeWeights").asInt();
        assertTrue(active > 219 && active <= 222, "a tenth of 2220, whole numbers a layer: " + active);
        assertTrue(metrics.get("accuracy").asDouble() > 0.8, metrics.toString());
        assertEquals("test", metrics.get("evaluatedOn").asText());
        assertTrue(trained.contains("ELBO") && trained.contains("held-out accuracy"), trained);
        assertTrue(trained.contains("constant features (kept): "), trained);
        assertTrue(trained.contains("written to " + run), trained);
    }

    @Test
    void evaluate_givesTheFiguresOfTraining() {
        Path out = folder.resolve("evaluated.json");
        String table = Cli.run("evaluate", run.toString(), "--data", DIGITS, "--out", out.toString())
                .ok()
                .out();
        JsonNode metrics = Cli.json(out);
        JsonNode training = Cli.json(run.resolve("metrics.json"));
        for (String key : List.of("accuracy", "nll", "ece15", "adaptiveEce15", "brier", "mutualInformation")) {
            assertEquals(training.get(key).asDouble(), metrics.get(key).asDouble(), 0, key);
            assertTrue(table.contains(key), table);
        }
        Cli.run("evaluate", run + "/model", "--data", DIGITS, "--set", "evaluate.samples=2", "--out", out.toString())
                .ok();
        assertTrue(Math.abs(Cli.json(out).get("nll").asDouble()
                        - training.get("nll").asDouble())
                > 1e-6);
    }

    @Test
    void predict_givesEveryRowInOrder_inEachFormat(SparkSession session) {
        String labelled = csv(session, "labelled.csv", true);
        String bare = csv(session, "bare.csv", false);
        Path evaluated = folder.resolve("labelled.json");
        Cli.run("evaluate", run.toString(), "--data", labelled, "--out", evaluated.toString())
                .ok();
        long right = Math.round(ROWS * Cli.json(evaluated).get("accuracy").asDouble());
        for (String format : List.of("csv", "json", "parquet")) {
            String out = folder.resolve("p." + format).toString();
            Cli.run("predict", run.toString(), "--data", format.equals("csv") ? labelled : bare, "--out", out)
                    .ok();
            if (format.equals("csv")) {
                String[] again = {"predict", run.toString(), "--data", bare, "--out", out, "--force"};
                Cli.run(Arrays.copyOf(again, 6)).failed(Main.USAGE, "exists: out=" + out);
                Cli.run(again).ok();
            }
            LocalSpark.on("local[2]", spark -> assertEquals(right, correct(spark, format, out)));
        }
    }

    /** How many predictions are right, once all rows have been checked. */
    private static long correct(SparkSession spark, String format, String out) {
        List<Row> rows =
                spark.read().option("header", true).format(format).load(out).collectAsList();
        Batch truth = rows(spark);
        assertEquals(ROWS, rows.size());
        long right = 0;
        for (int i = 0; i < ROWS; i++) {
            Row row = rows.get(i);
            assertEquals(i, number(row, "row"), 0, format);
            double sum = 0;
            double best = 0;
            for (int k = 0; k < 10; k++) {
                double probability = number(row, "probability" + k);
                assertTrue(probability >= 0 && probability <= 1);
                sum += probability;
                best = Math.max(best, probability);
            }
            assertEquals(1, sum, 1e-9);
            int predicted = (int) number(row, "prediction");
            assertEquals(best, number(row, "probability" + predicted), 0);
            assertTrue(number(row, "predictiveEntropy") + 1e-12 >= number(row, "mutualInformation"));
            right += predicted == (int) truth.targets()[i] ? 1 : 0;
        }
        return right;
    }

    private static double number(Row row, String column) {
        return Double.parseDouble(String.valueOf(row.get(row.fieldIndex(column))));
    }

    @Test
    void export_hasTheSupportOfEachLayer() {
        JsonNode json = Cli.plain("export", run.toString()).ok().json();
        double elbo = Cli.json(run.resolve("metrics.json")).get("elbo").asDouble();
        assertEquals(elbo, json.get("elbo").asDouble(), 0);
        int active = 0;
        for (JsonNode block : json.get("parameters")) {
            double[] mean = Cli.numbers(block.get("mean"));
            assertEquals(mean.length, block.get("sd").size());
            if (block.get("name").asText().endsWith("weight")) {
                double[] index = Cli.numbers(block.get("index"));
                assertEquals(mean.length, index.length);
                assertEquals(index.length, Arrays.stream(index).distinct().count());
                active += mean.length;
            }
        }
        assertEquals(Cli.json(run.resolve("metrics.json")).get("activeWeights").asInt(), active);
    }

    @Test
    void scoring_ofADamagedOrMissingModel_isADataError() throws Exception {
        Path copy = folder.resolve("damaged");
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file :
                    files.filter(each -> !each.toString().endsWith(".crc")).toList()) {
                Files.copy(file, copy.resolve(run.relativize(file).toString()));
            }
        }
        Path array;
        try (Stream<Path> files = Files.list(copy.resolve("model"))) {
            array = files.filter(file -> file.toString().contains("mean"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(array);
        bytes[0] ^= 1;
        Files.write(array, bytes);
        Cli.plain("export", copy.toString()).failed(Main.DATA, "checksum", "file=" + array);
        Cli.run("evaluate", copy.toString(), "--data", DIGITS).failed(Main.DATA, "checksum");
        Cli.plain("export", folder + "/nowhere").failed(Main.DATA, "manifest.json");
        Cli.run("predict", folder + "/nowhere", "--data", DIGITS, "--out", folder + "/q.csv")
                .failed(Main.DATA, "manifest.json");
    }

    @Test
    void scoring_ofOtherFeatures_isADataError() {
        String other = DataFiles.write(folder, "other.csv", "a,b,label\n1,2,0\n");
        Cli.run("evaluate", run.toString(), "--data", other)
                .failed(Main.DATA, "other features than in training", "features=2 trained=64");
        Cli.run("predict", run.toString(), "--data", other, "--out", folder + "/other")
                .failed(Main.DATA, "other features than in training");
    }
}
