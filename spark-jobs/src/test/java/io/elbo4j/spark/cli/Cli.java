package io.elbo4j.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A command that ran in this process.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err its errors
 */
public record Cli(int code, String out, String err) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs it as it is. */
    public static Cli plain(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
            int code = Main.run(arguments);
            return new Cli(code, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Runs it on {@code local[2]}. */
    public static Cli run(String... arguments) {
        return on("local[2]", arguments);
    }

    /** Runs it on a master. */
    public static Cli on(String master, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        for (String setting : List.of(
                "spark.master=" + master,
                "spark.ui.enabled=false",
                "spark.log.level=OFF",
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1")) {
            all.add("--conf");
            all.add(setting);
        }
        return plain(all.toArray(String[]::new));
    }

    /** This, which must have gone well. */
    public Cli ok() {
        assertEquals(Main.OK, code, () -> out + err);
        return this;
    }

    /** This, which must have failed with the code and an error in the house's form that has all parts, and no trace. */
    public Cli failed(int expected, String... parts) {
        assertEquals(expected, code, () -> out + err);
        String message = err.lines()
                .filter(line -> line.startsWith("error: "))
                .findFirst()
                .orElse("");
        assertTrue(message.matches("error: [^:=]+: .*=.*; .+"), err);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected \"" + part + "\" in: " + message);
        }
        // Ours only: a pool of Spark's that is being closed may print a trace of its own.
        assertFalse(err.contains("\tat io.elbo4j."), err);
        return this;
    }

    /** Printed JSON. */
    public JsonNode json() {
        return parsed(out);
    }

    /** A file of JSON. */
    public static JsonNode json(Path file) {
        return parsed(text(file));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The arrays of a run's model by file name, as text of their bytes. */
    public static Map<String, String> arrays(Path run) {
        Map<String, String> arrays = new TreeMap<>();
        try (Stream<Path> files = Files.list(run.resolve("model"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".bin")).toList()) {
                arrays.put(String.valueOf(file.getFileName()), Arrays.toString(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return arrays;
    }

    public static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
