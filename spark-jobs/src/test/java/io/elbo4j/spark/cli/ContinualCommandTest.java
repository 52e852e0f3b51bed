package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import io.elbo4j.spark.io.DataFiles;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of the digits, one after the other. */
class ContinualCommandTest {

    private static final List<String> DIGITS = List.of(
            "data.train=../data/digits-train.csv.gz",
            "data.test=../data/digits-test.csv.gz",
            "model.name=mfvi",
            "network.layers=[\"dense 30\",\"relu\"]",
            "cluster.shards=2",
            "cluster.localSteps=20",
            "train.epochs=25",
            "train.batch=16",
            "evaluate.samples=8",
            "stream.order=[0,1,2,3,4,5]",
            "likelihood.classes=10");

    @TempDir
    Path folder;

    private Cli continual(String name, List<String> settings, String... more) {
        Stream<String> all = Stream.concat(settings.stream(), Arrays.stream(more));
        return Cli.run(Stream.concat(
                        Stream.of(
                                "continual",
                                "../conf/quickstart.conf",
                                "--out",
                                out(name).toString()),
                        all.flatMap(each -> each.startsWith("--") ? Stream.of(each) : Stream.of("--set", each)))
                .toArray(String[]::new));
    }

    private Path out(String name) {
        return folder.resolve(name);
    }

    private static void deleteAll(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void tasksWithTheirOwnHeads_areRemembered_andABrokenStreamEndsAlike() throws IOException {
        String printed = continual("heads", DIGITS, "stream.scenario=task").ok().out();
        assertTrue(printed.contains("after task 3: mean accuracy"), printed);
        JsonNode metrics = Cli.json(out("heads").resolve("metrics.json"));
        assertEquals(3, metrics.get("tasks").asInt());
        assertTrue(metrics.get("averageAccuracy").asDouble() > 0.93, metrics.toString());
        JsonNode accuracies = metrics.get("accuracyByTask");
        assertEquals(3, accuracies.get(2).size());
        assertEquals(
                accuracies.get(0).get(0).asDouble()
                        - accuracies.get(2).get(0).asDouble()
                        + accuracies.get(1).get(1).asDouble()
                        - accuracies.get(2).get(1).asDouble(),
                2 * metrics.get("forgettingFromInitial").asDouble(),
                1e-9);
        assertTrue(Cli.text(out("heads").resolve("report.html")).contains("after task 3"));
        String last = Cli.arrays(out("heads")).toString();

        deleteAll(out("heads").resolve("tasks/003"));
        Files.delete(out("heads").resolve("metrics.json"));
        continual("heads", DIGITS, "stream.scenario=task").ok();
        assertEquals(last, Cli.arrays(out("heads")).toString());
        assertEquals(metrics, Cli.json(out("heads").resolve("metrics.json")));

        continual("heads", DIGITS, "stream.scenario=class").failed(Main.USAGE, "other settings", "--force");
        Cli.run("evaluate", out("heads").toString(), "--data", "../data/digits-test.csv.gz")
                .ok();
    }

    @Test
    void coreset_bringsBackWhatWasForgotten() {
        continual(
                        "with",
                        DIGITS,
                        "stream.scenario=class",
                        "stream.order=[0,1,2,3]",
                        "train.initialHessian=0.02",
                        "stream.coreset.rows=30",
                        "stream.coreset.choice=k-centre",
                        "stream.coreset.epochs=40",
                        "stream.coreset.temperature=0.5")
                .ok();
        JsonNode metrics = Cli.json(out("with").resolve("metrics.json"));
        assertEquals(60, metrics.get("coresetRows").asInt());
        assertEquals(60 * 65 * 4, metrics.get("coresetBytes").asInt());
        // Class by class, without a hint and without old rows, the newest classes take it all.
        double without = metrics.get("averageAccuracyWithoutCoreset").asDouble();
        double with = metrics.get("averageAccuracy").asDouble();
        assertTrue(with > without + 0.1, without + " and " + with);
        assertTrue(metrics.get("averageTaskKnownAccuracy").asDouble() >= with);
        // The copy alone is tempered.
        assertEquals(1, temperature("tasks/002"));
        assertEquals(0.5, temperature("tasks/002-coreset"));
    }

    private double temperature(String run) {
        String file = out("with").resolve(run).resolve("run.conf").toString();
        return Settings.stored(Cli.text(Path.of(file)), file).real("train.temperature");
    }

    @Test
    void columnOfTasks_isTakenInItsOrder_andNotLearnedFrom() {
        Key key = Key.of(5);
        int rows = 300;
        float[] features = new float[3 * rows];
        float[] targets = new float[rows];
        for (int i = 0; i < rows; i++) {
            features[3 * i] = i % 3 * 10;
            features[3 * i + 1] = (float) key.gaussian(2L * i);
            features[3 * i + 2] = (float) key.gaussian(2L * i + 1);
            targets[i] = (float) (2 * features[3 * i + 1]
                    - features[3 * i + 2]
                    + 0.1 * key.fold(1).gaussian(i));
        }
        String file = Tables.write(folder, "months.csv", new Batch(features, targets, 3));
        List<String> settings = List.of(
                "data.train=" + file,
                "data.label=y",
                "data.heldOut=0.2",
                "likelihood.noiseVariance=0.01",
                "cluster.shards=2",
                "stream.source=column",
                "stream.column=x0");
        Cli run = Cli.run(Stream.concat(
                        Stream.of(
                                "continual",
                                "../conf/linear-regression.conf",
                                "--out",
                                out("months").toString()),
                        settings.stream().flatMap(each -> Stream.of("--set", each)))
                .toArray(String[]::new));
        JsonNode metrics = Cli.json(out("months").resolve("metrics.json"));
        assertEquals(0, run.code(), run.err());
        assertEquals(3, metrics.get("tasks").asInt());
        assertEquals(0.1, metrics.get("averageRmse").asDouble(), 0.03);
        assertTrue(Cli.text(out("months").resolve("report.html")).contains("Error on each task"));
        JsonNode weights = Cli.plain("export", out("months").toString())
                .ok()
                .json()
                .get("parameters")
                .get(0);
        assertEquals(2, weights.get("mean").size());
    }

    @Test
    void whatCannotBeAStream_isRefused() {
        continual("a", DIGITS, "data.test=\"\"", "data.heldOut=0").failed(Main.USAGE, "no rows to judge by");
        continual("b", DIGITS, "stream.order=[0,1,77,3]").failed(Main.USAGE, "class=77", "classes=10");
        continual("c", DIGITS, "stream.order=[0,1,1,3]").failed(Main.USAGE, "stream.order=[0, 1, 1, 3]");
        continual("d", DIGITS, "stream.source=column", "stream.column=month").failed(Main.DATA, "stream.column=month");
        continual("e", DIGITS, "stream.source=split", "stream.classesPerTask=9")
                .failed(Main.USAGE, "stream.classesPerTask=9");
        continual("g", DIGITS, "likelihood.classes=3").failed(Main.DATA, "class=9", "likelihood.classes=3");
        String table = DataFiles.write(folder, "three.csv", "a,b,c,y\n1,2,3,0\n3,2,1,1\n1,1,1,0\n2,2,2,1\n");
        continual(
                        "h",
                        List.of("data.train=" + table, "data.test=\"\"", "data.heldOut=0.5"),
                        "data.label=y",
                        "stream.source=turned",
                        "stream.tasks=2")
                .failed(Main.USAGE, "only square images can be turned", "features=3");
        continual("g", DIGITS, "model.components=2").failed(Main.USAGE, "continual: a mixture", "model.components=2");
        continual("f", DIGITS, "model.name=map", "train.optimiser=adam").failed(Main.USAGE, "model.name=map", "ewc");
    }
}
