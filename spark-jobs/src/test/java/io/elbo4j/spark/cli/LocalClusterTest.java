package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.spark.faults.SparkHome;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own: everything that travels really travels. */
class LocalClusterTest {

    private static final String CLUSTER = "local-cluster[2,1,1024]";

    @TempDir
    Path folder;

    private record Run(String conf, String merge, String speculation) {}

    @Test
    void train_onExecutorProcesses_givesTheSameBits() throws Exception {
        String classes = SparkHome.classes();
        String file = Tables.write(folder, "rows.csv", Tables.small(3));
        for (Run run : List.of(
                new Run("linear-regression", "pvi", "true"), new Run("ssvi-linear", "weighted-mean", "false"))) {
            String conf = run.conf();
            Path one = folder.resolve(conf + run.merge() + "-one");
            Path cluster = folder.resolve(conf + run.merge() + "-cluster");
            String[] arguments = {
                "train",
                "../conf/" + conf + ".conf",
                "--set",
                "data.train=" + file,
                "--set",
                "data.label=y",
                "--set",
                "model.density=0.67",
                "--set",
                "train.batch=3",
                "--set",
                "train.epochs=10",
                "--set",
                "cluster.localSteps=3",
                "--set",
                "cluster.shards=18",
                "--set",
                "merge=" + run.merge(),
                "--set",
                "model.family=" + (run.merge().equals("pvi") ? "mean-field" : "full"),
                "--conf",
                "spark.speculation=" + run.speculation(),
                "--out",
                one.toString()
            };
            Cli.on("local[1]", arguments).ok();
            arguments[arguments.length - 1] = cluster.toString();
            Cli.on(
                            CLUSTER,
                            Stream.concat(
                                            Stream.of(arguments),
                                            Stream.of("--conf", "spark.executor.extraClassPath=" + classes))
                                    .toArray(String[]::new))
                    .ok();
            assertEquals(Cli.arrays(one), Cli.arrays(cluster));
            assertEquals(Cli.text(one.resolve("history.jsonl")), Cli.text(cluster.resolve("history.jsonl")));
        }
    }
}
