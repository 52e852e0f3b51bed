package io.elbo4j.spark.faults;

import io.elbo4j.spark.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code docker/Dockerfile} puts on its base, laid out under a folder of this machine instead of a container's root.
 *
 * @param root stands for /
 */
record Image(Path root) {

    private static final Path REPOSITORY = Path.of("..");
    private static final String BUILT = "/src/spark-jobs/target/elbo4j.jar";

    /** The lines of the last stage, continued lines joined. */
    static List<String> instructions() {
        String text = Cli.text(REPOSITORY.resolve("docker/Dockerfile")).replaceAll("\\\\\n\\s*", "");
        List<String> lines = text.lines().toList();
        int last = 0;
        for (int i = 0; i < lines.size(); i++) {
            last = lines.get(i).startsWith("FROM ") ? i : last;
        }
        return lines.subList(last, lines.size());
    }

    /** Copies what the COPY lines copy; the jar of the first stage is given. */
    static Image laidOut(Path root, Path jar) throws IOException {
        for (String line : instructions()) {
            if (!line.startsWith("COPY ")) {
                continue;
            }
            List<String> words = Stream.of(line.split(" "))
                    .skip(1)
                    .filter(word -> !word.startsWith("--"))
                    .toList();
            String to = words.get(words.size() - 1);
            for (String from : words.subList(0, words.size() - 1)) {
                Path source = from.equals(BUILT) ? jar : REPOSITORY.resolve(from);
                Path target = root.resolve(to.substring(1));
                // A folder's contents go into the target, a file into a target that ends with a slash.
                copy(source, to.endsWith("/") ? target.resolve(source.getFileName()) : target);
            }
        }
        return new Image(root);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString()).normalize();
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
                target.toFile()
                        .setExecutable(
                                Files.isExecutable(file) || target.toString().endsWith(".sh"));
            }
        }
    }

    /** The variables of its ENV lines, folders under the root. */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        for (String line : instructions()) {
            Matcher pair = Pattern.compile("(\\w+)=(\\S+)").matcher(line.startsWith("ENV ") ? line : "");
            while (pair.find()) {
                variables.put(pair.group(1), under(pair.group(2)));
            }
        }
        return variables;
    }

    /** What a container of it runs. */
    Path entryPoint() {
        return instructions().stream()
                .filter(line -> line.startsWith("ENTRYPOINT "))
                .map(line -> Path.of(under(line.replaceAll("ENTRYPOINT \\[\"(.*)\"]", "$1"))))
                .findFirst()
                .orElseThrow();
    }

    private String under(String path) {
        return path.startsWith("/") ? root + path : path;
    }
}
