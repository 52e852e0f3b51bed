package io.elbo4j.spark.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The files in {@code examples} are of their formats, and what they run are trainings that can be resolved. */
class ExamplesTest {

    private static final Path FOLDER = Pages.REPOSITORY.resolve("examples");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode yaml(String file) {
        return JSON.valueToTree(new Yaml().<Object>load(Cli.text(FOLDER.resolve(file))));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The arguments with the repository's configuration for the one of the store, resolved. */
    private static void requireTraining(List<String> arguments) {
        assertEquals("train", arguments.get(0));
        assertTrue(arguments.get(1).endsWith("/conf/quickstart.conf"), arguments.toString());
        assertTrue(arguments.contains("--resume"), "a job that is tried again goes on: " + arguments);
        List<String> here = new ArrayList<>(arguments);
        here.set(1, Pages.REPOSITORY.resolve("conf/quickstart.conf").toString());
        here.add("--print-config");
        String printed = Cli.plain(here.toArray(String[]::new)).ok().out();
        assertTrue(printed.contains("digits-train.csv.gz"), printed);
    }

    @Test
    void databricks() {
        JsonNode job = yaml("databricks/databricks.yml").at("/resources/jobs/train");
        JsonNode task = job.at("/tasks/0");
        assertEquals(
                Main.class.getName(), task.at("/spark_jar_task/main_class_name").asText());
        requireTraining(texts(task.at("/spark_jar_task/parameters")));
        assertEquals(
                Pages.REPOSITORY.resolve("spark-jobs/target/elbo4j.jar"),
                FOLDER.resolve("databricks")
                        .resolve(task.at("/libraries/0/jar").asText())
                        .normalize());
        assertEquals(task.get("job_cluster_key"), job.at("/job_clusters/0/job_cluster_key"));
    }

    @Test
    void emr() throws IOException {
        JsonNode step = JSON.readTree(FOLDER.resolve("emr/steps.json").toFile()).get(0);
        assertEquals("command-runner.jar", step.get("Jar").asText());
        List<String> submitted = texts(step.get("Args"));
        assertEquals("spark-submit", submitted.get(0));
        assertEquals(Main.class.getName(), submitted.get(submitted.indexOf("--class") + 1));
        requireTraining(submitted.subList(submitted.indexOf("train"), submitted.size()));
    }

    @Test
    void kubernetes() {
        JsonNode application = yaml("kubernetes/application.yaml");
        assertEquals("SparkApplication", application.get("kind").asText());
        JsonNode spec = application.get("spec");
        assertEquals(Main.class.getName(), spec.get("mainClass").asText());
        requireTraining(texts(spec.get("arguments")));
        // What the image holds, and where.
        String image = Cli.text(Pages.REPOSITORY.resolve("docker/Dockerfile"));
        String jar = spec.get("mainApplicationFile").asText().replace("local://", "");
        assertTrue(image.contains("ELBO4J_JAR=" + jar), jar);
        String natives = spec.at("/executor/javaOptions").asText().replaceAll(".*=", "");
        assertTrue(image.contains("ELBO4J_NATIVES=" + natives), natives);
        assertTrue(
                image.contains("apache/spark:" + spec.get("sparkVersion").asText()),
                spec.get("sparkVersion").asText());
    }

    @Test
    void airflow() {
        String dag = Cli.text(FOLDER.resolve("kubernetes/train_dag.py"));
        String application = dag.replaceAll("(?s).*application_file=\"([^\"]*)\".*", "$1");
        assertTrue(Files.exists(FOLDER.resolve("kubernetes").resolve(application)), application);
        Python.requireParsed(FOLDER.resolve("kubernetes/train_dag.py"));
    }
}
