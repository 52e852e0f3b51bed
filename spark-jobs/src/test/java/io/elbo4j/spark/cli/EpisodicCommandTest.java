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
                .failed(Main.USAGE, "predict: nothing to learn the task from", "--support");
        Cli.run("train", WAVES, "--dry-run").failed(Main.USAGE, "train: dry runs");
        Cli.run(arguments(WAVES, folder.resolve("x"), "train.optimiser=ivon"))
                .failed(Main.USAGE, "rule needs variances");
        Cli.run(arguments(WAVES, folder.resolve("x"), "data.heldOut=0.1")).failed(Main.USAGE, "not on other rows");
        Cli.run(arguments(WAVES, folder.resolve("x"), "meta.components=2", "meta.objective=query"))
                .failed(Main.USAGE, "components are told apart by the bound");
        Cli.run(arguments(WAVES, folder.resolve("x"), "meta.components=2", "meta.ownDensity=0.5"))
                .failed(Main.USAGE, "a support moves under one belief");
        Cli.run(arguments(WAVES, folder.resolve("x"), "likelihood.family=gaussian"))
                .failed(Main.USAGE, "scales are of a last layer that is fitted exactly");
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
        String[] hungry = ofClasses(folder.resolve("x"), train, "", "prototypes");
        Cli.run(with(hungry, "--set", "episodes.shots=4"))
                // Of whichever shard is the first to look.
                .failed(Main.DATA, "too few examples of a class: class=", "examples=5 shots=4 queries=2");
        // A step that throws every chain out of the numbers: what was skipped is named, and the run ends.
        String[] wild = {
            "meta.covariance=diagonal",
            "meta.scaleDegrees=0",
            "meta.fit=sgld",
            "meta.own=network",
            "meta.fitStep=1",
            small()
        };
        Cli.run(arguments(WAVES, folder.resolve("wild"), wild))
                .failed(Main.DIVERGED, "episodes=8 skipped=8 lastSkipped=[0, 1, 2, 3, 4, 5, 6, 7]", "lower the step");
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
            "meta.scaleDegrees=0",
            "train.learningRate=0.01",
            small()
        };
        Cli.run(arguments(WAVES, out, settings)).ok();
        var metrics = Cli.json(out.resolve("metrics.json"));
        assertTrue(metrics.get("accuracy").asDouble() > 0.75, metrics.toString());
        assertEquals("test", metrics.get("evaluatedOn").asText());
        Path again = folder.resolve("again.json");
        Cli.run("evaluate", out.toString(), "--out", again.toString()).ok();
        Cli.run("evaluate", out.toString(), "--set", "episodes.split=[6,18]")
                .failed(Main.USAGE, "classes were split otherwise in training: episodes.split=[6, 18] trained=[18, 6]");
        Cli.run("evaluate", out.toString(), "--data", all)
                .failed(Main.DATA, "classes that were learned from: data=" + all);
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

    @Test
    void rowsOfNewTasks_arePredictedFromTheirSupport_inTheirOwnUnit() throws IOException {
        Path out = folder.resolve("tasks");
        Cli.run(ofTasks(out, tasks("train.csv", 40, 8), tasks("other.csv", 20, 8), STANDARDISED))
                .ok();
        // The column of the task stands elsewhere than in the training, and tasks come in any order.
        String support = written(
                "support.csv",
                List.of("task,x,y", "70000,1,3", "5,1,-2", "5,-1,2", "70000,-2,-6", "70000,3,9", "5,2,-4"));
        String query = written("query.csv", List.of("x,task", "4,70000", "4,5", "-1,70000"));
        Path predicted = folder.resolve("predicted.csv");
        String[] predict = {"predict", out.toString(), "--data", query, "--out", predicted.toString(), "--force"};
        Cli.run(with(predict, "--support", support)).ok();
        List<String> lines = rows(predicted);
        assertEquals("row,prediction,aleatoricSd,epistemicSd", lines.get(0));
        double[] expected = {12, -8, -3};
        for (int i = 0; i < 3; i++) {
            String[] cells = lines.get(1 + i).split(",");
            assertEquals(String.valueOf(i), cells[0]);
            assertEquals(expected[i], Double.parseDouble(cells[1]), 0.3, lines.toString());
            assertTrue(Double.parseDouble(cells[3]) > 0, lines.toString());
        }
        // Targets of the query are not read, and a table of one task needs no column of it.
        String one = written("one.csv", List.of("x,y", "1,3", "-2,-6", "3,9"));
        String asked = written("asked.csv", List.of("x,y", "4,-99", "-1,7"));
        Cli.run("predict", out.toString(), "--data", asked, "--support", one, "--out", predicted.toString(), "--force")
                .ok();
        lines = rows(predicted);
        assertEquals(12, Double.parseDouble(lines.get(1).split(",")[1]), 0.3, lines.toString());
        assertEquals(-3, Double.parseDouble(lines.get(2).split(",")[1]), 0.3, lines.toString());
        Cli.run(with(predict, "--support", one)).failed(Main.DATA, "numbered in one table alone");
        String missing = written("missing.csv", List.of("task,x,y", "5,1,-2"));
        Cli.run(with(predict, "--support", missing)).failed(Main.DATA, "task without support: task=70000");
        String odd = written("odd.csv", List.of("task,x,y", "1.5,1,-2"));
        Cli.run(with(predict, "--support", odd)).failed(Main.DATA, "not the number of a task: row=1 value=1.5");
        String wide = written("wide.csv", List.of("task,x,z,y", "5,1,1,-2"));
        Cli.run(with(predict, "--support", wide)).failed(Main.DATA, "other features than in training", "names=[x, z]");
    }

    /** The same tasks in thousandths: the same model, and figures in that unit. */
    @Test
    void figures_areInTheTargetsOwnUnit() throws IOException {
        String[] names = {"plain", "thousandths"};
        double[] mse = new double[2];
        double[] nll = new double[2];
        for (int i = 0; i < 2; i++) {
            Path out = folder.resolve(names[i]);
            double unit = i == 0 ? 1 : 1000;
            Cli.run(ofTasks(out, tasks("train.csv", 20, 8, unit), tasks("other.csv", 10, 8, unit), STANDARDISED))
                    .ok();
            mse[i] = Cli.json(out.resolve("metrics.json")).get("mse").asDouble();
            nll[i] = Cli.json(out.resolve("metrics.json")).get("nll").asDouble();
        }
        assertEquals(1e6, mse[1] / mse[0], 1e4);
        assertEquals(Math.log(1000), nll[1] - nll[0], 0.01);
    }

    @Test
    void newClasses_areNamedAsInTheirSupport() throws IOException {
        Path out = folder.resolve("classes");
        Cli.run(ofClasses(out, classes("train.csv", 0, 12), classes("other.csv", 12, 20), "prototypes"))
                .ok();
        String support = classes("support.csv", 30, 33);
        Path predicted = folder.resolve("predicted.csv");
        Cli.run("predict", out.toString(), "--data", support, "--support", support, "--out", predicted.toString())
                .ok();
        List<String> lines = rows(predicted);
        assertTrue(lines.get(0).startsWith("row,prediction,probability30,probability31,probability32,"), lines.get(0));
        assertEquals(16, lines.size());
        int right = 0;
        for (int i = 0; i < 15; i++) {
            right += lines.get(1 + i).split(",")[1].equals(String.valueOf(30 + i / 5)) ? 1 : 0;
        }
        assertTrue(right >= 12, lines.toString());
        Path head = folder.resolve("head");
        Cli.run(ofClasses(head, classes("train.csv", 0, 12), "", "maml")).ok();
        Cli.run("predict", head.toString(), "--data", support, "--support", support, "--out", "x.csv")
                .failed(Main.DATA, "than the network has outputs: classes=3 episodes.ways=2");
        String odd = written("odd.csv", List.of("a,b,c,y", "1,1,1,0.5"));
        Cli.run("predict", out.toString(), "--data", support, "--support", odd, "--out", "x.csv")
                .failed(Main.DATA, "not a class: supportRow=1 target=0.5");
        String single = written("single.csv", List.of("a,b,c,y", "1,1,1,4"));
        Cli.run("predict", out.toString(), "--data", support, "--support", single, "--out", "x.csv")
                .failed(Main.DATA, "one class alone: classes=[4]");
    }

    private static final String STANDARDISED = "data.standardiseTarget=true";

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Header and lines of a table that Spark has written. */
    private static List<String> rows(Path table) throws IOException {
        List<String> rows = new ArrayList<>();
        try (var files = Files.list(table)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                List<String> lines = Files.readAllLines(file);
                rows.addAll(rows.isEmpty() ? lines : lines.subList(1, lines.size()));
            }
        }
        return rows;
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
                "meta.initialSd=1",
                "episodes.test=100",
                "cluster.shards=2",
                "meta.covariance=diagonal",
                "meta.scaleDegrees=0",
                "train.learningRate=0.01",
                small());
    }

    private static String[] ofTasks(Path out, String train, String test, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "data.train=" + train,
                "data.test=" + test,
                "data.label=y",
                "likelihood.family=gaussian",
                "meta.scaleDegrees=0",
                "likelihood.noiseVariance=0.01",
                "engine=auto",
                "network.layers=[]",
                "episodes.source=tasks",
                "episodes.shots=4",
                "episodes.rounds=40",
                "episodes.test=40",
                "meta.initialSd=1",
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
        return tasks(name, count, rows, 1);
    }

    private String tasks(String name, int count, int rows, double unit) throws IOException {
        List<String> lines = new ArrayList<>(List.of("x,task,y"));
        for (int t = 0; t < count; t++) {
            for (int i = 0; i < rows; i++) {
                double x = Key.of(t).fold(2).gaussian(i);
                double y = 2 * Key.of(name.hashCode()).gaussian(t) * x
                        + 0.1 * Key.of(t).fold(3).gaussian(i);
                lines.add(String.format(Locale.ROOT, "%.4f,%d,%.4f", x, t, unit * y));
            }
        }
        return written(name, lines);
    }

    private String written(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines).toString();
    }
}
