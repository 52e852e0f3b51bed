package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in processes of their own: everything that travels really travels. */
class LocalClusterTest {

    private static final String CLUSTER = "local-cluster[2,1,1024]";

    @TempDir
    Path folder;

    /** Spark starts executors from the jars of its home: here, those of the tests. Gives our own class folders. */
    private static String sparkHome() throws Exception {
        String home = System.getenv("SPARK_HOME");
        assumeTrue(
                home != null && home.endsWith("target/spark-home"),
                "the build sets SPARK_HOME; run this test by Maven");
        Path jars = Files.createDirectories(Path.of(String.valueOf(home), "jars"));
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath())
                .toList();
        for (Path each : classPath) {
            Path link = jars.resolve(String.valueOf(each.getFileName()));
            if (Files.isRegularFile(each) && !Files.exists(link)) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, each);
            }
        }
        return classPath.stream()
                .filter(Files::isDirectory)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private record Run(String conf, String merge, String speculation) {}

    @Test
    void train_onExecutorProcesses_givesTheSameBits() throws Exception {
        String classes = sparkHome();
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
