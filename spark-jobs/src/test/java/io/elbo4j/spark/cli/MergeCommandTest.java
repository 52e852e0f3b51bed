package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.spark.io.DataFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sparse networks, each trained on its own half of the digits, made one. */
class MergeCommandTest {

    @TempDir
    static Path folder;

    private static Path left = Path.of("");
    private static Path right = Path.of("");
    private static String test = "";

    @BeforeAll
    static void train() {
        left = trained("left", half(0));
        right = trained("right", half(1), "seed=2");
        test = scaled("test.csv", "../data/digits-test.csv.gz", 1, 0);
    }

    private static String half(int which) {
        return scaled("half" + which + ".csv", "../data/digits-train.csv.gz", 2, which);
    }

    /** Every so many rows of a table of the digits, with pixels from −1 to 1, so that all parts have one scale. */
    private static String scaled(String name, String file, int every, int from) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of(file))), StandardCharsets.UTF_8))) {
            List<String> lines = in.lines().toList();
            int label = Arrays.asList(lines.get(0).split(",")).indexOf("label");
            StringBuilder text = new StringBuilder(lines.get(0)).append('\n');
            for (int i = 1 + from; i < lines.size(); i += every) {
                String[] cells = lines.get(i).split(",");
                for (int c = 0; c < cells.length; c++) {
                    text.append(c == label ? cells[c] : String.valueOf(Double.parseDouble(cells[c]) / 8 - 1))
                            .append(c + 1 < cells.length ? ',' : '\n');
                }
            }
            return DataFiles.write(folder, name, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path trained(String name, String data, String... more) {
        Path out = folder.resolve(name);
        Stream<String> settings = Stream.concat(
                Stream.of(
                        "data.train=" + data,
                        "data.test=",
                        "data.heldOut=0",
                        "data.standardise=false",
                        "likelihood.classes=10",
                        "cluster.shards=2",
                        "train.epochs=40"),
                Arrays.stream(more));
        Cli.run(Stream.concat(
                                Stream.of("train", "../conf/quickstart.conf", "--out", out.toString()),
                                settings.flatMap(each -> Stream.of("--set", each)))
                        .toArray(String[]::new))
                .ok();
        return out;
    }

    private static JsonNode metrics(Path run) {
        return Cli.json(run.resolve("metrics.json"));
    }

    @Test
    void merge_withData_measuresWhatThePruningCosts_andWritesAModelThatWorks() {
        Path out = folder.resolve("merged");
        String printed = Cli.run("merge", left.toString(), right.toString(), "--out", out.toString(), "--data", test)
                .ok()
                .out();
        JsonNode merged = metrics(out);
        assertTrue(printed.contains(String.format("%-32s %14d %14s", "merged", 1438, "1188")), printed);
        assertEquals(1188, merged.get("activeWeights").asInt());
        int union = merged.get("unionWeights").asInt();
        assertTrue(union > 1188 && union < 2 * 1188, "union " + union);
        double measured =
                merged.get("unionElbo").asDouble() - merged.get("elbo").asDouble();
        assertEquals(measured, merged.get("measuredLossNats").asDouble(), 1e-9 * Math.abs(measured));
        assertTrue(Double.isFinite(merged.get("predictedLossNats").asDouble()));
        for (String name : List.of("accuracy", "nll", "unionAccuracy", "unionNll")) {
            assertTrue(merged.has(name), name);
        }
        assertEquals(layerCounts(left), layerCounts(out), "the budget holds in each layer");
        Path json = folder.resolve("merged.json");
        Cli.run("evaluate", out.toString(), "--data", test, "--out", json.toString())
                .ok();
        assertEquals(
                merged.get("accuracy").asDouble(),
                Cli.json(json).get("accuracy").asDouble());
        Cli.run("predict", out.toString(), "--data", test, "--out", folder + "/predictions.csv")
                .ok();
    }

    /** Active weights of each array. */
    private static String layerCounts(Path run) {
        return Stream.iterate(0, i -> i + 1)
                .limit(6)
                .map(i -> Cli.plain("export", run.toString())
                        .ok()
                        .json()
                        .get("parameters")
                        .get(i)
                        .get("mean"))
                .map(array -> String.valueOf(array.size()))
                .collect(Collectors.joining(","));
    }

    @Test
    void merge_withoutData_takesTheModelsInAnyOrder() {
        Path one = folder.resolve("one");
        Path other = folder.resolve("other");
        Cli.plain("merge", left.toString(), right.toString(), "--out", one.toString(), "--density", "0.05")
                .ok();
        Cli.plain("merge", right.toString(), left.toString(), "--out", other.toString(), "--density", "0.05")
                .ok();
        assertEquals(Cli.arrays(one), Cli.arrays(other));
        assertTrue(metrics(one).get("activeWeights").asInt() <= 595);
        assertTrue(Cli.text(one.resolve("run.conf")).contains("density=\"0.05\"")
                || Cli.text(one.resolve("run.conf")).contains("density=0.05"));
        Cli.plain("merge", one.toString(), left.toString(), "--out", folder + "/again", "--density", "0.05")
                .failed(Main.USAGE, "rows would count twice", "sha256=");
    }

    @Test
    void modelsThatDoNotGoTogether_are2_andCostNothing() {
        Path out = folder.resolve("never");
        String[] merge = {"merge", left.toString(), "", "--out", out.toString()};
        merge[2] = left.toString();
        Cli.plain(merge).failed(Main.USAGE, "rows would count twice: models=[" + left + ", " + left + "] sha256=");
        Cli.plain("merge", left.toString(), "--out", out.toString()).failed(Main.USAGE, "too few models: models=1");
        merge[2] = trained("standardised", half(1), "data.standardise=true", "train.epochs=1")
                .toString();
        Cli.plain(merge).failed(Main.USAGE, "features on different scales", "feature=p0 mean=0.0 sd=1.0 mean=-1.0");
        merge[2] = trained("prior", half(1), "prior.variance=0.5", "train.epochs=1")
                .toString();
        Cli.plain(merge).failed(Main.USAGE, "prior.variance=1.0 prior.variance=0.5");
        merge[2] = folder + "/none";
        Cli.plain(merge).failed(Main.DATA, "manifest.json");
        assertFalse(Files.exists(out));
    }
}
