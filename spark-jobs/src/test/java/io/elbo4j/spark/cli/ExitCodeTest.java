package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.data.Batch;
import io.elbo4j.spark.io.DataFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of bad input has its exit code and says what to do; what was there before is still there. */
class ExitCodeTest {

    private static final String LINEAR = "../conf/linear-regression.conf";
    private static final String SPARSE = "../conf/ssvi-linear.conf";

    @TempDir
    Path folder;

    private final List<Path> runs = new ArrayList<>();

    /** Nothing is left of a run that failed, so the next try needs no --force. */
    @AfterEach
    void nothingIsLeft() throws Exception {
        for (Path run : runs) {
            assertFalse(Files.exists(run), run.toString());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().contains(".unfinished"))
                            .toList());
        }
    }

    private Cli train(String conf, String data, String... settings) {
        Path out = folder.resolve("run" + runs.size());
        runs.add(out);
        return trainInto(out.toString(), conf, data, settings);
    }

    private static Cli trainInto(String out, String conf, String data, String... settings) {
        Stream<String> start = Stream.of(
                "train", conf, "--out", out, "--set", "data.train=" + data, "--set", "data.label=y", "--set", "seed=1");
        return Cli.run(Stream.concat(start, Arrays.stream(settings).flatMap(each -> Stream.of("--set", each)))
                .toArray(String[]::new));
    }

    private String good() {
        return Tables.write(folder, "good.csv", Tables.small(1));
    }

    @Test
    void moreThanMemoryHolds_is2() {
        for (String setting : List.of("autoencoder.latents=1e9", "train.batch=2147483647")) {
            Cli.plain("train", "../conf/vae.conf", "--dry-run", "--shape", "1,8,8", "--set", setting)
                    .failed(Main.USAGE, "more numbers than an array holds: autoencoder.latents=", "most=2147483647");
        }
        assertEquals(Main.USAGE, Main.exitCode(new RuntimeException("Allocation failed: [std::bad_alloc]")));
        assertEquals(Main.DEFECT, Main.exitCode(new RuntimeException("else")));
    }

    @Test
    void missingFile_is3() {
        train(LINEAR, folder + "/none.csv").failed(Main.DATA, "no such file", "uri=" + folder + "/none.csv");
        Cli.plain("train", folder + "/none.conf").failed(Main.USAGE, "no such file", "file=" + folder + "/none.conf");
        train(LINEAR, "").failed(Main.USAGE, "no training data");
    }

    @Test
    void idxFiles_is3() throws Exception {
        Batch batch = DataFiles.digits(1, 40, 4);
        Path images = Path.of(DataFiles.images(folder, "t", ".gz", batch, 2, 2));
        byte[] whole = Files.readAllBytes(images);
        String[] classes = {"likelihood.family=categorical", "train.batch=5", "network.layers=[]"};
        train(SPARSE, images.toString(), "likelihood.family=categorical", "likelihood.classes=3", "train.batch=5")
                .failed(Main.DATA, "target cannot occur", "row=", "a class index 0..2");
        Files.write(images, Arrays.copyOf(whole, whole.length / 2));
        train(SPARSE, images.toString(), classes).failed(Main.DATA, "damaged or cut off", "t-images-idx3-ubyte.gz");
        DataFiles.write(folder, "t-labels-idx1-ubyte.gz", DataFiles.idx(8, new float[39], 39));
        Files.write(images, whole);
        train(SPARSE, images.toString(), classes).failed(Main.DATA, "images=40", "labels=39");
        String wrong = DataFiles.write(folder, "u-images-idx3-ubyte", new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        train(SPARSE, wrong, classes).failed(Main.DATA, "wrong magic number", "0x01020304");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,NaN,3      | number is not finite;column=b value=NaN",
                "1,-Infinity,3 | number is not finite;column=b value=-Infinity",
                "1,2          | another number of cells;cells=2 expected=3 column=y (missing)",
                "1,x,3        | not a number;column=b value=\"x\"",
                "             | no rows",
            })
    void csvRow_is3_andNamesFileRowAndColumn(String row, String expected) {
        String text = row == null ? "" : "1,2,3\n" + row + "\n";
        String file = DataFiles.write(folder, "rows.csv", "a,b,y\n" + text);
        String[] parts = Stream.concat(
                        Stream.of("rows.csv" + (row == null ? "" : " row=2")), Arrays.stream(expected.split(";")))
                .toArray(String[]::new);
        train(LINEAR, file, "cluster.shards=1").failed(Main.DATA, parts);
    }

    @Test
    void emptyFile_andMissingLabel_are3() {
        train(LINEAR, DataFiles.write(folder, "empty.csv", "")).failed(Main.DATA, "file is empty", "empty.csv");
        train(LINEAR, good(), "data.label=yy").failed(Main.DATA, "no label column", "label=yy nearest=y");
        train(SPARSE, good(), "likelihood.family=categorical").failed(Main.DATA, "targets are not classes");
    }

    @Test
    void labelsThatAreNoClasses_are3_andNameTheRow() {
        String half = DataFiles.write(folder, "half.csv", "a,y\n1,0\n2,1\n3,0.5\n4,1\n");
        train(SPARSE, half, "likelihood.family=categorical")
                .failed(Main.DATA, "targets are not classes", "half.csv row=3 value=0.5", "StringIndexer");
        String one = DataFiles.write(folder, "one.csv", "a,y\n1,0\n2,0\n3,0\n");
        train(SPARSE, one, "likelihood.family=categorical").failed(Main.DATA, "only one class", "one.csv", "class=0");
    }

    @Test
    void classesWithoutARow_areNoted() {
        String gaps = DataFiles.write(folder, "gaps.csv", "a,y\n1,1\n2,3\n3,1\n4,3\n");
        String out = folder + "/gaps";
        String said = trainInto(
                        out,
                        SPARSE,
                        gaps,
                        "likelihood.family=categorical",
                        "train.epochs=1",
                        "train.batch=2",
                        "cluster.shards=1")
                .ok()
                .out();
        assertTrue(said.contains("classes without a row (kept): [0, 2] of 4"), said);
    }

    @Test
    void badTestData_costNoTraining() {
        train(LINEAR, good(), "data.test=" + folder + "/none.csv").failed(Main.DATA, "no such file");
    }

    @Test
    void layerThatWouldLoseAllWeights_keepsOne_andIsNoted() {
        Cli run = trainInto(folder + "/thin", SPARSE, good(), "model.density=0.001", "train.batch=5", "train.epochs=1")
                .ok();
        assertTrue(run.out().contains("layers with one active weight (kept): [output.weight];"), run.out());
    }

    @Test
    void constantFeature_isKeptAndNoted() {
        String file = DataFiles.write(folder, "constant.csv", "a,b,y\n1,7,3\n2,7,4\n3,7,6\n");
        String out = folder + "/constant";
        Cli run = trainInto(out, LINEAR, file, "cluster.shards=2").ok();
        assertTrue(run.out().contains("constant features (kept): 1, for example [b]"), run.out());
        JsonNode weights =
                Cli.plain("export", out).ok().json().get("parameters").get(0);
        assertEquals(2, weights.get("mean").size());
        assertEquals(0, weights.get("mean").get(1).asDouble(), 1e-12, "standardised to 0, it stays at the prior");
        assertEquals(1, weights.get("sd").get(1).asDouble(), 1e-12);
        assertTrue(Cli.text(Path.of(out, "model", "manifest.json")).contains("constantFeatures"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.densty=0.5           | unknown key: key=model.densty;did you mean model.density?",
                "train.batch=many           | wrong type: key=train.batch",
                "model.density=0            | out of range: key=model.density value=0",
                "model.density=1.5          | out of range: key=model.density value=1.5",
                "train.batch=50             | batch larger than a shard: train.batch=50 rowsOfSmallestShard=15",
                "model.name=map;train.optimiser=ivon | rule needs variances: model.name=map",
                "train.estimator=closed-form | no closed form for this model: model.name=ssvi",
                "network.layers=[dens 5]    | dens 5",
                "engine=dl4j                | engine cannot do it: engine=dl4j",
            })
    void settings_are2(String settings, String expected) {
        train(SPARSE, good(), settings.split(";")).failed(Main.USAGE, expected.split(";"));
    }

    @Test
    void dryRun_findsWhatTrainingWouldRefuse() {
        Cli.run(
                        "train",
                        SPARSE,
                        "--dry-run",
                        "--set",
                        "data.train=" + good(),
                        "--set",
                        "data.label=y",
                        "--set",
                        "train.batch=50")
                .failed(Main.USAGE, "batch larger than a shard");
    }

    @Test
    void outputThatCannotBeWritten_is2() {
        String file = DataFiles.write(folder, "a-file", "text");
        trainInto(file + "/run", LINEAR, good()).failed(Main.USAGE, "folder cannot be written: out=" + file + "/run");
        trainInto(file, LINEAR, good()).failed(Main.USAGE, "folder exists: out=" + file);
        assertEquals("text", Cli.text(Path.of(file)));
        trainInto("nowhere://host/run", LINEAR, good()).failed(Main.USAGE, "out=nowhere://host/run");
    }

    @Test
    void failedRun_costsNothing_evenWithForce() {
        Path out = folder.resolve("kept");
        trainInto(out.toString(), LINEAR, good()).ok();
        String before = Cli.text(out.resolve("metrics.json"));
        Cli.run("train", LINEAR, "--out", out.toString(), "--force", "--set", "data.train=" + folder + "/none.csv")
                .failed(Main.DATA, "no such file");
        assertEquals(before, Cli.text(out.resolve("metrics.json")));
        Cli.plain("export", out.toString()).ok();
    }

    @ParameterizedTest
    @CsvSource({"gradient-sum, 0", "weighted-mean, 0", "weighted-mean, 0.2"})
    void divergingRun_is4_namesTheRound_andKeepsTheLastGoodModel(String merge, String heldOut) throws Exception {
        Path out = folder.resolve("diverged");
        Cli failed = trainInto(
                out.toString(),
                SPARSE,
                good(),
                "merge=" + merge,
                "data.heldOut=" + heldOut,
                "train.batch=6",
                "cluster.localSteps=2",
                "train.optimiser=sgd",
                "train.warmup=0.9",
                "train.learningRate=3000",
                "model.density=1");
        JsonNode metrics = Cli.json(out.resolve("metrics.json"));
        int round = metrics.get("divergedInRound").asInt();
        failed.failed(Main.DIVERGED, "training diverged: round=" + round + " ", "train.learningRate");
        assertTrue(round > 1, "some rounds were good");
        assertEquals(round - 1, Files.readAllLines(out.resolve("history.jsonl")).size());
        assertTrue(Double.isFinite(metrics.get("elbo").asDouble()));
        JsonNode model = Cli.plain("export", out.toString()).ok().json();
        assertEquals(round - 1, model.get("round").asInt());
        for (double mean : Cli.numbers(model.get("parameters").get(0).get("mean"))) {
            assertTrue(Double.isFinite(mean));
        }
    }

    @Test
    void usage_is2() {
        assertEquals(Main.USAGE, Cli.plain("trian").code());
        assertEquals(Main.USAGE, Cli.plain("train").code());
        assertEquals(Main.USAGE, Cli.plain("train", LINEAR, "--ot", "x").code());
        assertEquals(Main.USAGE, Cli.plain("predict", "model", "--data", "x").code());
        assertTrue(Cli.plain("trian").err().contains("trian"));
        Cli.plain("train", LINEAR, "--set", "seed").failed(Main.USAGE, "not an assignment: set=seed");
        Cli.plain("train", LINEAR, "--conf", "spark.x").failed(Main.USAGE, "not an assignment: conf=spark.x");
        Cli.plain("export", folder.toString(), "--format", "xml").failed(Main.USAGE, "format=xml");
        assertEquals(Main.OK, Cli.plain("--help").code());
        String help = Cli.plain("--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("3 data or model files, 4 diverged"), help);
    }

    @Test
    void verbose_addsTheTrace() {
        Cli run = Cli.run(
                "train", LINEAR, "--verbose", "--set", "data.train=" + folder + "/none.csv", "--out", folder + "/v");
        assertEquals(Main.DATA, run.code());
        assertTrue(run.err().contains("\tat io.elbo4j.spark.io."), run.err());
    }

    @Test
    void printConfig_followsTheOrderOfPrecedence() {
        String file =
                DataFiles.write(folder, "a.conf", "seed = 2\ntrain.batch = 2\ntrain.epochs = 2\nprior.variance = 2");
        System.setProperty("spark.elbo4j.train.batch", "3");
        System.setProperty("spark.elbo4j.train.epochs", "3");
        System.setProperty("spark.elbo4j.prior.variance", "3");
        try {
            String config = Cli.plain(
                            "train",
                            file,
                            "--print-config",
                            "--conf",
                            "spark.elbo4j.train.epochs=4",
                            "--conf",
                            "spark.elbo4j.prior.variance=4",
                            "--set",
                            "prior.variance=5")
                    .ok()
                    .out();
            Path printed = Path.of(DataFiles.write(folder, "printed.conf", config));
            assertEquals(
                    config,
                    Cli.plain(
                                    "train",
                                    printed.toString(),
                                    "--print-config",
                                    "--set",
                                    "train.batch=3",
                                    "--set",
                                    "train.epochs=4",
                                    "--set",
                                    "prior.variance=5")
                            .ok()
                            .out());
            for (String line : List.of("seed=2", "batch=\"3\"", "epochs=\"4\"", "variance=\"5\"", "shards=4")) {
                assertTrue(config.contains(line), line + " in " + config);
            }
        } finally {
            System.clearProperty("spark.elbo4j.train.batch");
            System.clearProperty("spark.elbo4j.train.epochs");
            System.clearProperty("spark.elbo4j.prior.variance");
        }
        Cli.plain("train", file, "--conf", "spark.elbo4j.sed=1").failed(Main.USAGE, "unknown key: key=sed");
    }

    @Test
    void dryRun_describesAndWritesNothing() throws Exception {
        String file = good();
        List<Path> before = files();
        String plan = Cli.run(
                        "train",
                        SPARSE,
                        "--dry-run",
                        "--out",
                        folder + "/dry",
                        "--set",
                        "data.train=" + file,
                        "--set",
                        "data.label=y",
                        "--set",
                        "train.batch=5")
                .ok()
                .out();
        assertTrue(plan.contains("60 rows, shape [3]"), plan);
        assertTrue(plan.contains("output.weight"), plan);
        assertTrue(plan.contains("multiplications a row    1 of 3, 3.00 times fewer"), plan);
        assertEquals(before, files());
    }

    @Test
    void dryRun_withAShape_readsNoData() {
        String[] sparse = {"train", SPARSE, "--shape", "40", "--set", "model.density=0.25"};
        String plan = Cli.run(
                        Stream.concat(Stream.of(sparse), Stream.of("--dry-run")).toArray(String[]::new))
                .ok()
                .out();
        assertTrue(plan.contains("not read, shape [40]"), plan);
        assertTrue(plan.contains("multiplications a row    10 of 40, 4.00 times fewer"), plan);
        Cli.run(sparse).failed(Main.USAGE, "shape out of place");
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
