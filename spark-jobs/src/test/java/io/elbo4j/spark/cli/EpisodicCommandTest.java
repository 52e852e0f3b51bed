package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.math.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few-shot models through the command line. */
class EpisodicCommandTest {

    private static final String WAVES = "../conf/sinusoid-niw-meta.conf";

    @TempDir
    Path folder;

    @Test
    void wavesAreLearned_toTheSameBitsOnOneCoreAndTwo() {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        for (Path out : List.of(one, two)) {
            String master = out == one ? "local[1]" : "local[2]";
            Cli.on(master, arguments(WAVES, out, "episodes.rounds=30", "episodes.test=20", small()))
                    .ok();
        }
        assertEquals(Cli.arrays(one), Cli.arrays(two));
        assertEquals(Cli.text(one.resolve("history.jsonl")), Cli.text(two.resolve("history.jsonl")));
        assertEquals(
                Cli.json(one.resolve("metrics.json")).get("nll"),
                Cli.json(two.resolve("metrics.json")).get("nll"));
        Path again = folder.resolve("again.json");
        Cli.run("evaluate", one.toString(), "--out", again.toString()).ok();
        assertEquals(
                Cli.json(one.resolve("metrics.json")).get("mse"),
                Cli.json(again).get("mse"));
        Cli.run("predict", one.toString(), "--data", WAVES, "--out", "x.csv")
                .failed(Main.USAGE, "predict: rows alone are no episode");
        Cli.run("train", WAVES, "--dry-run").failed(Main.USAGE, "train: dry runs");
        Cli.run(arguments(WAVES, folder.resolve("x"), "train.optimiser=ivon")).failed(Main.USAGE, "by a gradient");
        Cli.run(arguments(WAVES, folder.resolve("x"), "data.heldOut=0.1")).failed(Main.USAGE, "not on other rows");
    }

    @Test
    void newClassesAreToldApart_andOldOnesAreNoTest() throws IOException {
        String train = classes("train.csv", 0, 12);
        String other = classes("other.csv", 12, 20);
        for (String model : List.of("niw-meta", "prototypes", "maml")) {
            Path out = folder.resolve(model);
            Cli.run(ofClasses(out, train, other, model)).ok();
            double accuracy =
                    Cli.json(out.resolve("metrics.json")).get("accuracy").asDouble();
            assertTrue(accuracy > 0.75, model + " accuracy=" + accuracy);
        }
        Cli.run(ofClasses(folder.resolve("x"), train, classes("overlap.csv", 11, 16), "prototypes"))
                .failed(Main.DATA, "classes in training and in test data: class=11 shared=1");
        Cli.run(ofClasses(folder.resolve("x"), classes("few.csv", 0, 3), "", "prototypes"))
                .failed(Main.DATA, "too few classes in a shard", "ways=2");
    }

    @Test
    void classesAreSplit_andLearnedFromWithMoreWaysThanJudged() throws IOException {
        String all = classes("all.csv", 0, 30);
        Path out = folder.resolve("split");
        String[] settings = {
            "data.train=" + all,
            "data.label=y",
            "likelihood.family=categorical",
            "episodes.source=classes",
            "episodes.split=[18,6]",
            "episodes.ways=2",
            "episodes.trainingWays=4",
            "episodes.shots=1",
            "episodes.queries=2",
            "episodes.rounds=60",
            "episodes.test=100",
            "cluster.shards=1",
            "meta.own=class-means",
            "meta.objective=query",
            "meta.covariance=diagonal",
            "train.learningRate=0.01",
            small()
        };
        Cli.run(arguments(WAVES, out, settings)).ok();
        var metrics = Cli.json(out.resolve("metrics.json"));
        assertTrue(metrics.get("accuracy").asDouble() > 0.75, metrics.toString());
        assertEquals("test", metrics.get("evaluatedOn").asText());
        Path again = folder.resolve("again.json");
        Cli.run("evaluate", out.toString(), "--out", again.toString()).ok();
        assertEquals(metrics.get("accuracy"), Cli.json(again).get("accuracy"));
        Cli.run(with(settings, folder.resolve("v"), "episodes.judge=validation"))
                .ok();
        assertEquals(
                "validation",
                Cli.json(folder.resolve("v/metrics.json")).get("evaluatedOn").asText());
        Cli.run(with(settings, folder.resolve("x"), "episodes.split=[25,6]"))
                .failed(Main.DATA, "none left to judge by: classes=30");
        Cli.run(with(settings, folder.resolve("x"), "data.test=" + all))
                .failed(Main.USAGE, "a split is of the classes");
        Cli.run(with(settings, folder.resolve("x"), "meta.objective=elbo")).failed(Main.USAGE, "learned by the query");
        Cli.run(with(settings, folder.resolve("x"), "meta.own=last-layer"))
                .failed(Main.USAGE, "an output for each class", "episodes.trainingWays=4");
        Cli.run(with(settings, folder.resolve("x"), "episodes.split=[a]")).failed(Main.USAGE, "not a split of classes");
    }

    private static String[] with(String[] settings, Path out, String more) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add(more);
        return arguments(WAVES, out, all.toArray(String[]::new));
    }

    @Test
    void tasksOfATable_areLearnedFrom() throws IOException {
        String train = tasks("train.csv", 40, 8);
        String other = tasks("other.csv", 20, 8);
        Path out = folder.resolve("tasks");
        Cli.run(ofTasks(out, train, other)).ok();
        double mse = Cli.json(out.resolve("metrics.json")).get("mse").asDouble();
        // Slopes of sd 2: without adaptation the error is above 4.
        assertTrue(mse < 1, "mse=" + mse);
        Cli.run("evaluate", out.toString(), "--data", other).ok();
        Cli.run(ofTasks(folder.resolve("x"), train, other, "episodes.task=store"))
                .failed(Main.DATA, "no column of tasks: episodes.task=store");
        Cli.run(ofTasks(folder.resolve("x"), tasks("short.csv", 4, 1), other))
                .failed(Main.DATA, "too few rows of a task", "rows=1");
    }

    private static String small() {
        return "network.layers=[\"dense 6\",\"relu\"]";
    }

    private static String[] ofClasses(Path out, String train, String test, String model) {
        return arguments(
                WAVES,
                out,
                "data.train=" + train,
                "data.test=" + test,
                "data.label=y",
                "model.name=" + model,
                "likelihood.family=categorical",
                "episodes.source=classes",
                "episodes.ways=2",
                "episodes.shots=2",
                "episodes.queries=2",
                "episodes.rounds=60",
                "episodes.test=100",
                "cluster.shards=2",
                "meta.covariance=diagonal",
                "train.learningRate=0.01",
                small());
    }

    private static String[] ofTasks(Path out, String train, String test, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "data.train=" + train,
                "data.test=" + test,
                "data.label=y",
                "likelihood.family=gaussian",
                "likelihood.noiseVariance=0.01",
                "engine=auto",
                "network.layers=[]",
                "episodes.source=tasks",
                "episodes.shots=4",
                "episodes.rounds=40",
                "episodes.test=40",
                "cluster.shards=2"));
        settings.addAll(List.of(more));
        return arguments(WAVES, out, settings.toArray(String[]::new));
    }

    private static String[] arguments(String conf, Path out, String... settings) {
        List<String> all = new ArrayList<>(List.of("train", conf, "--out", out.toString()));
        for (String setting : settings) {
            all.add("--set");
            all.add(setting);
        }
        return all.toArray(String[]::new);
    }

    /** Five rows of each class around a place of its own. */
    private String classes(String name, int from, int to) throws IOException {
        List<String> lines = new ArrayList<>(List.of("a,b,c,y"));
        for (int c = from; c < to; c++) {
            for (int i = 0; i < 5; i++) {
                StringBuilder line = new StringBuilder();
                for (int f = 0; f < 3; f++) {
                    double value =
                            3 * Key.of(c).gaussian(f) + 0.1 * Key.of(c).fold(1).gaussian(5L * f + i);
                    line.append(String.format(Locale.ROOT, "%.4f,", value));
                }
                lines.add(line.append(c).toString());
            }
        }
        return written(name, lines);
    }

    /** Lines y = slope · x, a slope a task. */
    private String tasks(String name, int count, int rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("x,task,y"));
        for (int t = 0; t < count; t++) {
            for (int i = 0; i < rows; i++) {
                double x = Key.of(t).fold(2).gaussian(i);
                double y = 2 * Key.of(name.hashCode()).gaussian(t) * x
                        + 0.1 * Key.of(t).fold(3).gaussian(i);
                lines.add(String.format(Locale.ROOT, "%.4f,%d,%.4f", x, t, y));
            }
        }
        return written(name, lines);
    }

    private String written(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines).toString();
    }
}
