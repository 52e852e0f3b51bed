package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.math.Key;
import io.elbo4j.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows of 2,000 features with a dozen non-zeros: trained, judged and predicted as they are. */
@ExtendWith(LocalSpark.class)
class SparseRowsTest {

    private static final int FEATURES = 2000;
    private static final int ROWS = 400;

    @TempDir
    static Path folder;

    private static String train = "";
    private static String test = "";

    @BeforeAll
    static void write() throws IOException {
        train = Files.writeString(folder.resolve("train.svm"), rows(1)).toString();
        test = Files.writeString(folder.resolve("test.svm"), rows(2)).toString();
    }

    /** Words of one of two topics; the label says which. */
    private static String rows(long seed) {
        Key key = Key.of(seed);
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < ROWS; r++) {
            int label = r % 2;
            boolean[] words = new boolean[FEATURES];
            for (int w = 0; w < 12; w++) {
                int topic = w < 4 ? 10 * label : 20;
                words[topic + (int) (key.fold(r).uniform(w) * (w < 4 ? 10 : FEATURES - 20))] = true;
            }
            text.append(label);
            for (int f = 0; f < FEATURES; f++) {
                text.append(words[f] ? " " + (f + 1) + ":1" : "");
            }
            text.append(r == 5 ? "\n# an empty row follows\n1\n" : "\n");
        }
        return text.toString();
    }

    private static Cli train(Path out, String... more) {
        List<String> all = new ArrayList<>(List.of("train", "../examples/hashed-rows.conf", "--out", out.toString()));
        List<String> settings = new ArrayList<>(List.of(
                "data.train=" + train,
                "data.test=" + test,
                "data.options.features=" + FEATURES,
                "model.density=0.1",
                "prior.variance=1",
                "train.batch=16",
                "train.epochs=10",
                "train.learningRate=1",
                "train.initialHessian=0.01",
                "cluster.shards=2"));
        settings.addAll(List.of(more));
        for (String setting : settings) {
            all.add("--set");
            all.add(setting);
        }
        return Cli.run(all.toArray(String[]::new));
    }

    @Test
    void train_evaluate_andPredict_giveWhatTheSameRowsGiveWrittenOut() {
        for (String layers : List.of("[]", "[\"dense 8\", \"relu\"]")) {
            Path sparse = folder.resolve("sparse" + layers.length());
            Path dense = folder.resolve("dense" + layers.length());
            String network = "network.layers=" + layers;
            String start = "model.initialMeanScale=" + (layers.equals("[]") ? 0 : 1);
            train(sparse, network, start, "data.standardise=false").ok();
            train(dense, network, start, "data.standardise=false", "data.sparse=false")
                    .ok();
            JsonNode kept = Cli.json(sparse.resolve("metrics.json"));
            JsonNode written = Cli.json(dense.resolve("metrics.json"));
            // A hidden layer would need more than these 120 steps to find its support.
            assertTrue(kept.get("accuracy").asDouble() > (layers.equals("[]") ? 0.9 : 0.6), kept.toString());
            // Sums of float32 in another order.
            assertEquals(written.get("nll").asDouble(), kept.get("nll").asDouble(), 0.01, layers);
            Path judged = folder.resolve("judged.json");
            Cli.run("evaluate", sparse.toString(), "--data", test, "--out", judged.toString())
                    .ok();
            assertEquals(kept.get("nll"), Cli.json(judged).get("nll"));
            Path table = folder.resolve("predictions" + layers.length());
            Cli.run("predict", sparse.toString(), "--data", test, "--out", table + ".csv")
                    .ok();
            assertTrue(Files.isDirectory(Path.of(table + ".csv")));
        }
    }

    @Test
    void train_takesManyWeights_inTwoPasses() {
        Path out = folder.resolve("nominated");
        train(out, "model.support.exactUpTo=100", "model.support.everySteps=20", "cluster.localSteps=10")
                .ok();
        JsonNode metrics = Cli.json(out.resolve("metrics.json"));
        assertEquals(200, metrics.get("activeWeights").asInt());
        assertTrue(metrics.get("accuracy").asDouble() > 0.9, metrics.toString());
    }

    @Test
    void train_whatCannotReadSparseRows_saysSo() {
        Path out = folder.resolve("none");
        train(out, "engine=samediff").failed(Main.USAGE, "features: this needs dense rows", "data.sparse=false");
        train(out, "train.estimator=flipout").failed(Main.USAGE, "features: this needs dense rows");
        train(out, "data.sparse=maybe").failed(Main.USAGE, "data.sparse");
    }
}
