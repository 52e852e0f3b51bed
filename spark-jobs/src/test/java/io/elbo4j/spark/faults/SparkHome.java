package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Spark starts executors from the jars of its home: here, those of the tests. */
public final class SparkHome {

    private SparkHome() {}

    /** Puts the jars there; gives the folders of our own classes, for {@code spark.executor.extraClassPath}. */
    public static String classes() throws IOException {
        String home = System.getenv("SPARK_HOME");
        assumeTrue(
                home != null && home.endsWith("target/spark-home"),
                "the build sets SPARK_HOME; run this test by Maven");
        Path jars = Files.createDirectories(Path.of(String.valueOf(home), "jars"));
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath())
                .toList();
        try (Stream<Path> links = Files.list(jars)) {
            // Of a build with another Spark.
            for (Path link :
                    links.filter(each -> !classPath.contains(target(each))).toList()) {
                Files.delete(link);
            }
        }
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

    private static Path target(Path link) {
        try {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
