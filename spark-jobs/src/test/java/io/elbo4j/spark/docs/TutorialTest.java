package io.elbo4j.spark.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.LocalSpark;
import io.elbo4j.spark.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lessons of {@code examples/tutorial} compile, run, and print what they promise. */
@ExtendWith(LocalSpark.class)
class TutorialTest {

    private static final Path LESSONS = Pages.REPOSITORY.resolve("examples/tutorial");

    @TempDir
    Path folder;

    private String printed(String lesson, String... arguments) throws Exception {
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LESSONS.resolve(lesson + ".java").toString());
        assertEquals(0, compiled, lesson);
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, Thread.currentThread().getContextClassLoader())) {
            Method main = loader.loadClass(lesson).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            main.invoke(null, (Object) arguments);
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static double number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), pattern + " in " + text);
        return Double.parseDouble(found.group(1));
    }

    @Test
    void calibrated_learnsAnyCsvFile(SparkSession spark) throws Exception {
        Path data = Pages.REPOSITORY.resolve("data");
        // The smaller part to learn from, for the time's sake.
        String text = printed(
                "Calibrated",
                data.resolve("digits-test.csv.gz").toString(),
                data.resolve("digits-train.csv.gz").toString());
        assertTrue(number(text, "accuracy +([0-9.]+)") > 0.85, text);
        assertTrue(number(text, "ece +([0-9.]+)") < 0.15, text);
        assertTrue(text.contains("mutualInformation"), text);
    }

    @Test
    void intervals_holdWhatTheyPromise_andGrowSure(SparkSession spark) throws Exception {
        String text = printed("Intervals");
        assertEquals(90, number(text, "2,030 +90 % interval holds ([0-9.]+)"), 2);
        assertTrue(number(text, "30 rows.*weights ([0-9.]+)") > 3 * number(text, "2,030.*weights ([0-9.]+)"), text);
    }

    @Test
    void counts_findsBothRates() throws Exception {
        String text = printed("Counts");
        assertEquals(2.8, number(text, "quiet hours: ([0-9.]+)"), 0.3);
        assertEquals(11.3, number(text, "busy +hours: ([0-9.]+)"), 0.6);
    }

    @Test
    void page_saysWhatTheySay() {
        String page = Cli.text(LESSONS.resolve("README.md"));
        for (String lesson : new String[] {"Calibrated", "Intervals", "Counts"}) {
            assertTrue(page.contains("(" + lesson + ".java)"), lesson);
        }
    }
}
