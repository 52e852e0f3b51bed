package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.elbo4j.spark.faults.SparkHome;
import io.elbo4j.spark.run.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own: everything that travels really travels. */
class LocalClusterTest {

    private static final String CLUSTER = "local-cluster[2,1,1024]";

    @TempDir
    Path folder;

    @Test
    void train_onExecutorProcesses_givesTheSameBits() throws Exception {
        String file = Tables.write(folder, "rows.csv", Tables.small(3));
        List<List<String>> runs = List.of(
                List.of("linear-regression", "model.family=mean-field", "merge=pvi"),
                List.of("ssvi-linear", "model.density=0.67", "merge=weighted-mean"));
        for (List<String> run : runs) {
            train(run, file, "one");
        }
        // One cluster for both: a command joins the session that there is, and leaves it.
        Map<String, String> settings = Map.of(
                // Vectors there, plain loops here.
                "spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector -XX:TieredStopAtLevel=1",
                "spark.master", CLUSTER,
                "spark.ui.enabled", "false",
                "spark.log.level", "OFF",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.speculation", "true",
                "spark.executor.extraClassPath", SparkHome.classes());
        try (Session cluster = Session.open(settings)) {
            for (List<String> run : runs) {
                train(run, file, "cluster");
                assertFalse(cluster.spark().sparkContext().isStopped());
            }
        }
        for (List<String> run : runs) {
            Path one = out(run, "one");
            Path cluster = out(run, "cluster");
            assertEquals(Cli.arrays(one), Cli.arrays(cluster));
            assertEquals(Cli.text(one.resolve("history.jsonl")), Cli.text(cluster.resolve("history.jsonl")));
        }
    }

    private Path out(List<String> run, String where) {
        return folder.resolve(run.get(0) + "-" + where);
    }

    private void train(List<String> run, String file, String where) {
        Stream<String> settings = Stream.concat(
                run.stream().skip(1),
                Stream.of(
                        "data.train=" + file,
                        "data.label=y",
                        "train.batch=3",
                        "train.epochs=10",
                        "cluster.localSteps=3",
                        "cluster.shards=18"));
        Cli.on(
                        "local[1]",
                        Stream.concat(
                                        Stream.of(
                                                "train",
                                                "../conf/" + run.get(0) + ".conf",
                                                "--out",
                                                out(run, where).toString()),
                                        settings.flatMap(each -> Stream.of("--set", each)))
                                .toArray(String[]::new))
                .ok();
    }
}
