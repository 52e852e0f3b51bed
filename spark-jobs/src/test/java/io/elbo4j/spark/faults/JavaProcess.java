package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.elbo4j.spark.cli.Cli;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java process with the class path of this one.
 *
 * @param process itself
 * @param log all that it prints
 */
public record JavaProcess(Process process, Path log) implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 300;

    /**
     * Starts it.
     *
     * @param options of Java, before the class
     */
    public static JavaProcess start(Path log, List<String> options, String main, String... arguments)
            throws IOException {
        List<String> command = java();
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new JavaProcess(process, log);
    }

    /** This process's Java, with the modules that are open here. */
    static List<String> java() {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(each -> each.startsWith("--add-"))
                .forEach(command::add);
        return command;
    }

    /** What it has printed so far. */
    public String text() {
        return Cli.text(log);
    }

    /** Waits until it has printed this; gives the first group. */
    public String awaited(String regex) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        long from = System.nanoTime();
        while (System.nanoTime() - from < PATIENCE_SECONDS * 1_000_000_000) {
            boolean alive = process.isAlive();
            Matcher matcher = pattern.matcher(text());
            if (matcher.find()) {
                return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
            }
            assertTrue(alive, () -> "ended without \"" + regex + "\": " + text());
            Thread.sleep(20);
        }
        return fail("not printed: \"" + regex + "\": " + text());
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        kill();
    }
}
