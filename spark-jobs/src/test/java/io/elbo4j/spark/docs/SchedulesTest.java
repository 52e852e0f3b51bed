package io.elbo4j.spark.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** The files in {@code conf/schedules} are of their formats, and what they run are commands. */
class SchedulesTest {

    private static final Path FOLDER = Path.of("../conf/schedules");
    private static final String NIGHTLY = "30 2 * * *";

    private static void requireRetrain(List<String> arguments) {
        CommandLine.ParseResult parsed = new CommandLine(new Main()).parseArgs(arguments.toArray(String[]::new));
        CommandLine.ParseResult command = parsed.subcommand();
        assertEquals("retrain", command.commandSpec().name());
        assertTrue(command.hasMatchedOption("--registry"), arguments.toString());
        assertTrue(command.hasMatchedOption("--inbox") != command.hasMatchedOption("--data"), arguments.toString());
        assertTrue(arguments.stream().anyMatch(each -> each.startsWith("retrain.data=")), arguments.toString());
    }

    @Test
    void crontab() {
        String line = Cli.text(FOLDER.resolve("crontab"))
                .lines()
                .filter(each -> !each.startsWith("#"))
                .findFirst()
                .orElseThrow();
        assertTrue(line.startsWith(NIGHTLY + " "), line);
        String command = line.substring(line.indexOf("bin/elbo4j") + "bin/elbo4j".length(), line.indexOf(">>"));
        requireRetrain(Arrays.asList(command.trim().split(" +")));
    }

    @Test
    void databricks() {
        JsonNode job = Cli.json(FOLDER.resolve("databricks-job.json"));
        assertEquals(6, job.at("/schedule/quartz_cron_expression").asText().split(" ").length);
        JsonNode task = job.at("/tasks/0/spark_jar_task");
        assertEquals(Main.class.getName(), task.get("main_class_name").asText());
        requireRetrain(StreamSupport.stream(task.get("parameters").spliterator(), false)
                .map(JsonNode::asText)
                .toList());
    }

    @Test
    void kubernetes() {
        Map<?, ?> application = new Yaml().load(Cli.text(FOLDER.resolve("kubernetes.yaml")));
        assertEquals("ScheduledSparkApplication", application.get("kind"));
        Map<?, ?> spec = assertInstanceOf(Map.class, application.get("spec"));
        assertEquals(NIGHTLY, spec.get("schedule"));
        Map<?, ?> template = assertInstanceOf(Map.class, spec.get("template"));
        assertEquals(Main.class.getName(), template.get("mainClass"));
        List<?> arguments = assertInstanceOf(List.class, template.get("arguments"));
        requireRetrain(arguments.stream().map(String::valueOf).toList());
    }

    @Test
    void airflow() {
        String text = Cli.text(FOLDER.resolve("airflow.py"));
        assertTrue(text.contains("java_class=\"" + Main.class.getName() + "\""), text);
        String arguments = text.substring(text.indexOf("application_args=["));
        requireRetrain(Pattern.compile("\"([^\"]*)\"")
                .matcher(arguments)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList());
        Python.requireParsed(FOLDER.resolve("airflow.py"));
    }
}
