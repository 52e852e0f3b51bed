package io.elbo4j.spark.docs;

import io.elbo4j.spark.cli.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Markdown pages of the repository. */
final class Pages {

    /** Seen from the module's folder. */
    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern CODE = Pattern.compile("```.*?\n(.*?)```|`([^`]*)`", Pattern.DOTALL);

    private Pages() {}

    static List<Path> all() {
        return Stream.of("", "docs", "examples", "docker", "bench", "data")
                .map(REPOSITORY::resolve)
                .flatMap(folder -> under(folder, folder.equals(REPOSITORY) ? 1 : 3))
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<Path> under(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path page) {
        return REPOSITORY.relativize(page).toString();
    }

    /** What stands in code: blocks and spans, with continued lines joined. */
    static List<String> code(Path page) {
        return CODE.matcher(Cli.text(page))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .map(text -> text.replaceAll("\\\\\n\\s*", " "))
                .toList();
    }

    /** Text without code, in which links are links. */
    static String prose(Path page) {
        return Pattern.compile("```.*?```", Pattern.DOTALL)
                .matcher(Cli.text(page))
                .replaceAll("");
    }

    /** The names that its headings have in links. */
    static Set<String> anchors(Path page) {
        return Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
                .matcher(prose(page))
                .results()
                .map((MatchResult heading) -> heading.group(1))
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
