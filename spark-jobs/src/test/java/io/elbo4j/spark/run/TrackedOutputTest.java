package io.elbo4j.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.DataFiles;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that an MLflow server is told of. */
@ExtendWith(LocalSpark.class)
class TrackedOutputTest {

    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    private Map<String, Object> train(SparkSession spark, String name, Map<String, String> environment)
            throws Exception {
        return train(spark, name, environment, "data");
    }

    private Map<String, Object> train(SparkSession spark, String name, Map<String, String> environment, String root)
            throws Exception {
        String file = DataFiles.write(folder, "rows.csv", DataFiles.csv(DataFiles.digits(5, 120, 4), true));
        RunSpec spec = RunSpec.of(Settings.of(
                "",
                "test",
                List.of(
                        "model.name=mfvi",
                        "network.layers=[\"dense 6\",\"relu\"]",
                        "data.train=" + file,
                        "data.heldOut=0.2",
                        "train.rounds=" + ROUNDS,
                        "train.batch=10",
                        "train.epochs=100",
                        "cluster.shards=3",
                        "data.root=" + root)));
        Progress progress = new Progress(told::add);
        try (RunFolder out = RunFolder.at(folder.resolve(name).toString(), new Configuration(), false)) {
            TrainingOutput tracked = TrackedOutput.of(environment, out, spec, progress);
            return new Training(spark, spec, tracked, progress).run("");
        }
    }

    @Test
    void run_isOnTheServer_withSettingsFiguresAndFiles(SparkSession spark) throws Exception {
        try (MlflowStub server = new MlflowStub()) {
            Map<String, Object> metrics = train(
                    spark,
                    "run",
                    Map.of("MLFLOW_TRACKING_URI", server.uri() + "/", "MLFLOW_TRACKING_TOKEN", "open"),
                    "s3a://me:mine@bucket/sets");
            assertEquals(List.of(), server.wrong());
            assertEquals("mfvi", server.parameters().get("model.name"));
            assertFalse(server.parameters().toString().contains("mine"), "secrets stay here");
            assertTrue(server.parameters().getOrDefault("data.root", "").contains("bucket/sets"), "the rest does not");
            assertEquals(ROUNDS, server.metric("trainNll").size());
            assertEquals(Map.of((long) ROUNDS, metrics.get("accuracy")), server.metric("accuracy"));
            List<String> files = server.asked("mlflow-artifacts/").stream()
                    .map(each -> each.path().replace("mlflow-artifacts/artifacts/7/abc/artifacts/", ""))
                    .toList();
            assertEquals(List.of("run.conf", "metrics.json", "history.jsonl", "figures.json", "report.html"), files);
            assertTrue(
                    told.stream().anyMatch(text -> text.startsWith("mlflow: model not uploaded: its settings hold")),
                    told.toString());
            assertEquals(
                    "FINISHED",
                    server.asked("mlflow/runs/update")
                            .get(0)
                            .body()
                            .path("status")
                            .asText());
            server.asked().forEach(each -> assertEquals("Bearer open", each.authorization()));
        }
    }

    @Test
    void serverThatBreaks_orIsNotThere_costsOneLine(SparkSession spark) throws Exception {
        Map<String, Object> quiet = train(spark, "quiet", Map.of());
        assertEquals(List.of(), lines("mlflow"));
        Map<String, Map<String, String>> environments = new HashMap<>();
        String gone = nobody();
        try (MlflowStub breaking = new MlflowStub().failingAfter(4)) {
            environments.put("status=500", Map.of("MLFLOW_TRACKING_URI", breaking.uri()));
            environments.put("no answer: uri=" + gone, Map.of("MLFLOW_TRACKING_URI", gone));
            for (String address : List.of("http://bad host:12", "http://127.0.0.1:99999", "http://", "https:///path")) {
                environments.put("MLFLOW_TRACKING_URI=" + address, Map.of("MLFLOW_TRACKING_URI", address));
            }
            environments.put("MLFLOW_TRACKING_URI=file:./mlruns", Map.of("MLFLOW_TRACKING_URI", "file:./mlruns"));
            int runs = 0;
            for (Map.Entry<String, Map<String, String>> each : environments.entrySet()) {
                told.clear();
                String name = "run" + runs++;
                Map<String, Object> metrics = train(spark, name, each.getValue());
                assertEquals(quiet.get("accuracy"), metrics.get("accuracy"));
                assertEquals(quiet.get("nll"), metrics.get("nll"));
                assertEquals(1, lines("mlflow").size(), told.toString());
                assertTrue(lines("mlflow").get(0).contains(each.getKey()), told.toString());
                assertTrue(lines("mlflow").get(0).contains("the training goes on"), told.toString());
                assertEquals(Cli.arrays(folder.resolve("quiet")), Cli.arrays(folder.resolve(name)));
            }
        }
    }

    @Test
    void trainingThatIsRefused_leavesNoRunThere(SparkSession spark) throws Exception {
        try (MlflowStub server = new MlflowStub();
                RunFolder out = RunFolder.at(folder.resolve("run").toString(), new Configuration(), false)) {
            RunSpec spec = RunSpec.of(Settings.of("", "test", List.of("data.train=" + folder + "/none.csv")));
            Progress progress = new Progress(told::add);
            TrainingOutput tracked = TrackedOutput.of(Map.of("MLFLOW_TRACKING_URI", server.uri()), out, spec, progress);
            assertThrows(DataException.class, () -> new Training(spark, spec, tracked, progress).run(""));
            assertEquals(List.of(), server.asked());
        }
    }

    @Test
    void track_sendsAFinishedRun_once_withItsModel(SparkSession spark) throws Exception {
        train(spark, "run", Map.of());
        String run = folder.resolve("run").toString();
        Cli.plain("track", run, "--server", "").failed(Main.USAGE, "track: no server: MLFLOW_TRACKING_URI=");
        Cli.plain("track", run, "--server", "ftp://x").failed(Main.USAGE, "mlflow: no server", "ftp://x");
        try (MlflowStub server = new MlflowStub()) {
            Cli.plain("track", folder.toString(), "--server", server.uri())
                    .failed(Main.USAGE, "track: not a finished run");
            String printed =
                    Cli.plain("track", run, "--server", server.uri()).ok().out();
            assertTrue(printed.contains("run abc in experiment elbo4j"), printed);
            assertEquals(List.of(), server.wrong());
            assertEquals(ROUNDS, server.metric("heldOutAccuracy").size());
            assertEquals(1, server.metric("accuracy").size());
            assertFalse(server.asked("mlflow-artifacts/artifacts/7/abc/artifacts/model/manifest.json")
                    .isEmpty());
        }
        try (MlflowStub server = new MlflowStub().failingAfter(2)) {
            Cli.plain("track", run, "--server", server.uri())
                    .failed(Main.USAGE, "mlflow: request refused: status=500", "runs/create");
        }
    }

    /** An address where nobody listens any more. */
    private static String nobody() throws IOException {
        try (ServerSocket closed = new ServerSocket(0)) {
            return "http://127.0.0.1:" + closed.getLocalPort();
        }
    }

    private List<String> lines(String part) {
        return told.stream().filter(text -> text.contains(part)).collect(Collectors.toList());
    }
}
