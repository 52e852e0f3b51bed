package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.conjugate.LinearProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linear and sparse linear regression through the commands, against closed forms and a known truth. */
class LinearTrainingTest {

    private static final int INPUTS = 5;

    @TempDir
    Path folder;

    private final LinearProblem problem =
            new LinearProblem(LinearProblem.of(31, 90, INPUTS).data(), new double[INPUTS], 0.25, 1);

    private Path train(String name, String... more) {
        Path out = folder.resolve(name);
        String file = Tables.write(folder, "rows.csv", problem.data());
        Cli.run(Stream.concat(
                                Stream.of(
                                        "train",
                                        "../conf/linear-regression.conf",
                                        "--set",
                                        "data.train=" + file,
                                        "--set",
                                        "data.label=y",
                                        "--set",
                                        "likelihood.noiseVariance=0.25",
                                        "--set",
                                        "prior.variance=1",
                                        "--set",
                                        "cluster.shards=7",
                                        "--set",
                                        "seed=1",
                                        "--set",
                                        "data.standardise=false",
                                        "--out",
                                        out.toString()),
                                Arrays.stream(more).flatMap(setting -> Stream.of("--set", setting)))
                        .toArray(String[]::new))
                .ok();
        return out;
    }

    private static JsonNode export(Path run) {
        return Cli.plain("export", run.toString(), "--format", "json").ok().json();
    }

    @Test
    void train_full_exportsTheExactPosteriorAndEvidence() {
        Path run = train("full", "model.family=full");
        JsonNode json = export(run);
        JsonNode weights = json.get("parameters").get(0);
        assertEquals(1, json.get("parameters").size());
        assertEquals("[1,5]", weights.get("shape").toString());
        assertArrayEquals(problem.mean(), Cli.numbers(weights.get("mean")), 1e-6);
        double[] covariance = problem.covariance();
        double[] sd = IntStream.range(0, INPUTS)
                .mapToDouble(i -> Math.sqrt(covariance[i * INPUTS + i]))
                .toArray();
        assertArrayEquals(sd, Cli.numbers(weights.get("sd")), 1e-6);
        for (int i = 0; i < INPUTS; i++) {
            assertArrayEquals(
                    Arrays.copyOfRange(covariance, i * INPUTS, (i + 1) * INPUTS),
                    Cli.numbers(weights.get("covariance").get(i)),
                    1e-6);
        }
        assertFalse(weights.has("index"));
        assertEquals(problem.logEvidence(), json.get("elbo").asDouble(), 1e-6);
        assertEquals(
                problem.logEvidence(),
                Cli.json(run.resolve("metrics.json")).get("elbo").asDouble(),
                1e-6);
    }

    @Test
    void train_meanField_exportsItsOptimum_byBothSolvers() {
        double gap = -0.5 * GaussJordan.of(problem.precision(), INPUTS).logDeterminant();
        for (double variance : problem.meanFieldVariance()) {
            gap -= 0.5 * Math.log(variance);
        }
        for (String solver : List.of("closed-form", "gradient")) {
            JsonNode json = export(train(solver, "model.family=mean-field", "model.solver=" + solver));
            JsonNode weights = json.get("parameters").get(0);
            assertArrayEquals(problem.mean(), Cli.numbers(weights.get("mean")), 1e-6, solver);
            double[] sd =
                    Arrays.stream(problem.meanFieldVariance()).map(Math::sqrt).toArray();
            assertArrayEquals(sd, Cli.numbers(weights.get("sd")), 1e-6, solver);
            assertFalse(weights.has("covariance"));
            assertEquals(problem.logEvidence() - gap, json.get("elbo").asDouble(), 1e-6, solver);
        }
    }

    @Test
    void train_sparse_recoversTheSupport() {
        int[] truth = {3, 10, 17, 24, 31, 40, 52, 63};
        float[] coefficients = {1f, -0.8f, 0.7f, -1.2f, 0.9f, 0.6f, -1f, 1.1f};
        String file = Tables.write(folder, "sparse.csv", Tables.sparse(5, truth, coefficients));
        Path out = folder.resolve("sparse");
        Cli.run(
                        "train",
                        "../conf/ssvi-linear.conf",
                        "--set",
                        "data.train=" + file,
                        "--set",
                        "data.label=y",
                        "--set",
                        "model.density=0.125",
                        "--set",
                        "network.bias=false",
                        "--set",
                        "likelihood.noiseVariance=0.25",
                        "--set",
                        "data.standardise=false",
                        "--out",
                        out.toString())
                .ok();
        JsonNode weights = export(out).get("parameters").get(0);
        double[] expected = IntStream.of(truth).asDoubleStream().toArray();
        assertArrayEquals(expected, Cli.numbers(weights.get("index")), 0);
        for (int k = 0; k < truth.length; k++) {
            // The exact posterior's sd is about 0.5 / √400 = 0.025.
            assertEquals(coefficients[k], weights.get("mean").get(k).asDouble(), 0.1, "coefficient of x" + truth[k]);
            assertEquals(0.025, weights.get("sd").get(k).asDouble(), 0.01);
        }
        JsonNode metrics = Cli.json(out.resolve("metrics.json"));
        assertEquals(8, metrics.get("activeWeights").asInt());
        assertEquals(64, metrics.get("totalWeights").asInt());
        assertEquals(0.125, metrics.get("density").asDouble());
    }

    @Test
    void train_twice_givesTheSameBits_fromItsRunConfToo_andOthersForOtherSeeds() throws Exception {
        String[] stochastic = {
            "train.estimator=reparameterised",
            "model.solver=gradient",
            "model.family=mean-field",
            "train.epochs=5",
            "train.batch=4",
            "cluster.localSteps=2"
        };
        Path first = train("first", stochastic);
        assertEquals(Cli.arrays(first), Cli.arrays(train("second", stochastic)));
        Path again = folder.resolve("again");
        Cli.on("local[1]", "train", first.resolve("run.conf").toString(), "--out", again.toString())
                .ok();
        assertEquals(Cli.arrays(first), Cli.arrays(again));
        assertEquals(Cli.text(first.resolve("run.conf")), Cli.text(again.resolve("run.conf")));
        assertEquals(Cli.text(first.resolve("history.jsonl")), Cli.text(again.resolve("history.jsonl")));
        Path other = folder.resolve("other");
        Cli.run("train", first.resolve("run.conf").toString(), "--set", "seed=2", "--out", other.toString())
                .ok();
        assertNotEquals(Cli.arrays(first), Cli.arrays(other));
    }

    @Test
    void train_intoAnExistingFolder_changesNothing_withoutForce() throws Exception {
        Path out = train("once");
        String before = Cli.text(out.resolve("metrics.json"));
        String[] again = {
            "train", out.resolve("run.conf").toString(), "--set", "prior.variance=2", "--out", out.toString()
        };
        Cli.run(again).failed(Main.USAGE, "folder exists: out=" + out, "--force");
        assertEquals(before, Cli.text(out.resolve("metrics.json")));
        String[] forced = Arrays.copyOf(again, again.length + 1);
        forced[again.length] = "--force";
        Cli.run(forced).ok();
        assertNotEquals(before, Cli.text(out.resolve("metrics.json")));
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("thesis.txt"), "all of it");
        forced[5] = mine.toString();
        Cli.run(forced).failed(Main.USAGE, "folder is not a run: out=" + mine);
        assertEquals("all of it", Cli.text(mine.resolve("thesis.txt")));
    }

    @Test
    void train_leavesTheFilesOfARun() throws Exception {
        Path out = train("files", "data.heldOut=0.2", "model.family=mean-field", "model.solver=gradient");
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of("figures.json", "history.jsonl", "metrics.json", "model", "report.html", "run.conf"),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.endsWith(".crc"))
                            .sorted()
                            .toList());
        }
        JsonNode metrics = Cli.json(out.resolve("metrics.json"));
        for (String key : List.of(
                "rmse",
                "logLik",
                "nll",
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
        assertEquals(7, metrics.get("shards").asInt());
        List<String> history = Files.readAllLines(out.resolve("history.jsonl"));
        assertEquals(metrics.get("rounds").asInt(), history.size());
        assertTrue(history.get(0).startsWith("{\"round\":1,"), history.get(0));
        assertTrue(metrics.get("bytesBroadcast").asLong() > 0);
        assertTrue(metrics.get("bytesReduced").asLong() > 0);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    left.filter(each -> each.toString().endsWith(".unfinished")).toList());
        }
    }
}
