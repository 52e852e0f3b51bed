package io.elbo4j.spark.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import io.elbo4j.spec.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Links lead somewhere; commands, options, settings, files and tests that pages name are there. */
class PagesTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern COMMAND = Pattern.compile("bin/elbo4j +([^\\n|;#&]*)");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern SETTING = Pattern.compile("--set +['\"]?([\\w.]+) *=");
    private static final Pattern NAMED = Pattern.compile("^([a-z]+(?:\\.[a-z][a-zA-Z]*)+)(?: *=.*)?$");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/.-])(?:conf|examples|bench|docker|docs|bin)/[\\w./-]*[\\w]");
    private static final Pattern TESTS = Pattern.compile("-Dtest=([\\w.,]+)");
    private static final Map<String, CommandLine> COMMANDS = new CommandLine(new Main()).getSubcommands();
    private static final Set<String> KEYS =
            Settings.reference().entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    private static final Set<String> SECTIONS = Settings.reference().root().keySet();

    private final List<String> wrong = new ArrayList<>();

    @Test
    void links_leadSomewhere() {
        for (Path page : Pages.all()) {
            for (String link : found(LINK, Pages.prose(page))) {
                if (!link.matches("[a-z]+:.*")) {
                    String[] parts = link.split("#", 2);
                    Path target = parts[0].isEmpty()
                            ? page
                            : page.resolveSibling(parts[0]).normalize();
                    require(Files.exists(target), page, "no such file: " + link);
                    if (parts.length > 1 && Files.isRegularFile(target)) {
                        require(Pages.anchors(target).contains(parts[1]), page, "no such heading: " + link);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void commands_areThere_withTheirOptionsAndSettings() {
        int checked = 0;
        for (Path page : Pages.all()) {
            for (String code : Pages.code(page)) {
                for (String command : found(COMMAND, code)) {
                    checked++;
                    check(page, command.trim());
                }
                Stream.concat(
                                found(SETTING, code).stream(),
                                found(NAMED, code).stream()
                                        .filter(name -> SECTIONS.contains(name.substring(0, name.indexOf('.')))))
                        .forEach(setting -> require(known(setting), page, "no such setting: " + setting));
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(checked > 80, "commands found: " + checked);
    }

    private void check(Path page, String command) {
        String name = command.split("[ \\[]", 2)[0];
        CommandLine line = COMMANDS.get(name);
        if (line == null) {
            require(name.isEmpty() || name.startsWith("-") || name.equals("..."), page, "no such command: " + command);
            return;
        }
        for (String option : found(OPTION, command)) {
            require(
                    line.getCommandSpec().findOption(option) != null,
                    page,
                    name + " has no " + option + ": " + command);
        }
    }

    /** A key, a section, or the short form of one. */
    private static boolean known(String setting) {
        return setting.matches("KEY|merge|data.options")
                || setting.startsWith("data.options.")
                || KEYS.contains(setting);
    }

    @Test
    void files_areThere() {
        for (Path page : Pages.all()) {
            for (String code : Pages.code(page)) {
                for (String file : found(FILE, code)) {
                    Path target = Pages.REPOSITORY.resolve(file);
                    require(
                            Files.exists(target) || Files.exists(page.resolveSibling(file)),
                            page,
                            "no such file: " + file);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void tests_areThere() {
        Set<String> tests = Stream.of("core", "spark-jobs")
                .flatMap(module -> names(Pages.REPOSITORY.resolve(module).resolve("src/test/java")))
                .collect(Collectors.toSet());
        for (Path page : Pages.all()) {
            for (String list : found(TESTS, Cli.text(page))) {
                for (String test : list.split(",")) {
                    String simple = test.substring(test.lastIndexOf('.') + 1);
                    require(simple.equals("NAME") || tests.contains(simple), page, "no such test: " + test);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static Stream<String> names(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results()
                .map((MatchResult found) -> matcher.groupCount() == 0 ? found.group() : found.group(1))
                .toList();
    }

    private void require(boolean holds, Path page, String otherwise) {
        if (!holds) {
            wrong.add(Pages.name(page) + ": " + otherwise);
        }
    }

    /** The help of a command is read in a terminal. */
    @Test
    void help_fitsEightyColumns() {
        Stream.concat(Stream.of(new CommandLine(new Main())), COMMANDS.values().stream())
                .flatMap(line -> Arrays.stream(
                        line.getUsageMessage(CommandLine.Help.Ansi.OFF).split("\n")))
                .filter(line -> line.length() > 80)
                .forEach(wrong::add);
        assertEquals(List.of(), wrong);
    }
}
