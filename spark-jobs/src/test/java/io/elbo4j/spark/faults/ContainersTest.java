package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbo4j.spark.cli.Cli;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code docker/} without a container engine: what the image holds, and its scripts as processes of this machine. */
class ContainersTest {

    private static final JsonNode SERVICES = new ObjectMapper()
            .valueToTree(new Yaml().<Object>load(Cli.text(Path.of("../docker/compose.yml"))))
            .path("services");

    @TempDir
    Path folder;

    /** With everything that scripts ask for in its place. */
    @Test
    void image_holdsWhatItsScriptsNeed() throws IOException {
        Path jar = Files.writeString(folder.resolve("elbo4j.jar"), "jar");
        Image image = Image.laidOut(folder.resolve("root"), jar);
        Map<String, String> variables = image.environment();
        assertTrue(Files.isExecutable(image.entryPoint()));
        assertTrue(Files.isRegularFile(Path.of(variables.get("ELBO4J_JAR"))));
        Path home = Path.of(variables.get("ELBO4J_HOME"));
        for (String file : List.of(
                "docker/quickstart.sh",
                "examples/spark-submit.sh",
                "bin/blas-core",
                "conf/quickstart.conf",
                "conf/log4j2.properties",
                "data/digits-train.csv.gz",
                "data/digits-test.csv.gz")) {
            assertTrue(Files.isRegularFile(home.resolve(file)), file);
        }
        assertTrue(Files.isRegularFile(Path.of(variables.get("HADOOP_CONF_DIR")).resolve("core-site.xml")));
        assertEquals("master", SERVICES.at("/spark-master/command/0").asText());
        assertEquals("worker", SERVICES.at("/spark-worker-2/command/0").asText());
        assertEquals("quickstart", SERVICES.at("/quickstart/command/0").asText());
    }

    /** Master, two workers and the quick start by the image's entry point, with compose's settings, on an HDFS. */
    @Test
    @Tag("faults")
    @Timeout(900)
    void scripts_trainTheQuickStartOnACluster() throws Exception {
        Image image = Image.laidOut(folder.resolve("root"), jar());
        Path sparkHome = sparkHome();
        try (Hdfs hdfs = new Hdfs(folder);
                JavaProcess master = container(image, sparkHome, "spark-master", "master", Map.of())) {
            String url = master.awaited("Starting Spark master at (spark://\\S+)");
            Map<String, String> cluster =
                    Map.of("SPARK_MASTER", url, "HDFS_BASE", hdfs.uri() + "/elbo4j", "SPARK_LOCAL_IP", "127.0.0.1");
            try (JavaProcess one = container(image, sparkHome, "spark-worker-1", "worker1", cluster);
                    JavaProcess two = container(image, sparkHome, "spark-worker-2", "worker2", cluster);
                    JavaProcess quickstart = container(image, sparkHome, "quickstart", "quickstart", cluster)) {
                one.awaited("Successfully registered with master");
                two.awaited("Successfully registered with master");
                assertEquals(0, quickstart.process().waitFor(), quickstart::text);
                assertTrue(quickstart.text().contains("\"accuracy\" : 0.9"), quickstart::text);
                assertTrue(master.text().contains("Registered app elbo4j"), master::text);
                assertTrue(
                        one.text().contains("Launched executor") || one.text().contains("Asked to launch executor"));
            }
            hdfs.copy("/elbo4j/runs/first", folder.resolve("copy"));
        }
        Path here = folder.resolve("here");
        Cli.run(
                        "train",
                        "../conf/quickstart.conf",
                        "--set",
                        "data.train=../data/digits-train.csv.gz",
                        "--set",
                        "data.test=../data/digits-test.csv.gz",
                        "--out",
                        here.toString())
                .ok();
        DigitsTraining.assertSameBits(here, folder.resolve("copy"));
    }

    /** A service of compose, as a process. */
    private JavaProcess container(Image image, Path sparkHome, String service, String log, Map<String, String> here)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of("bash", image.entryPoint().toString()));
        SERVICES.path(service).path("command").forEach(word -> command.add(word.asText()));
        Map<String, String> variables = new TreeMap<>(image.environment());
        JsonNode environment = SERVICES.path(service).path("environment");
        environment
                .fieldNames()
                .forEachRemaining(
                        name -> variables.put(name, environment.path(name).asText()));
        variables.put("SPARK_HOME", sparkHome.toString());
        variables.put("MASTER_HOST", "127.0.0.1");
        variables.put("MASTER_PORT", "0");
        variables.put("WEB_PORT", "0");
        variables.put("SPARK_LOCAL_HOSTNAME", "127.0.0.1");
        variables.putAll(here);
        Path file = folder.resolve(log + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile());
        builder.environment().putAll(variables);
        return new JavaProcess(builder.start(), file);
    }

    /** Our classes, as the image's first stage would have packed them. */
    private Path jar() throws IOException {
        Path jar = folder.resolve("elbo4j.jar");
        List<String> arguments = new ArrayList<>(List.of("--create", "--file", jar.toString()));
        for (String classes : SparkHome.classes().split(File.pathSeparator)) {
            if (!classes.endsWith("test-classes")) {
                arguments.addAll(List.of("-C", classes, "."));
            }
        }
        assertEquals(
                0,
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, arguments.toArray(String[]::new)));
        return jar;
    }

    /** The base image's scripts in short, before the jars of the tests. */
    private Path sparkHome() throws IOException {
        Path home = folder.resolve("spark");
        Files.createDirectories(home.resolve("bin"));
        Files.createSymbolicLink(home.resolve("jars"), Path.of(String.valueOf(System.getenv("SPARK_HOME")), "jars"));
        script(
                home.resolve("bin/spark-class"),
                "exec " + String.join(" ", JavaProcess.java())
                        + " -Xmx1g -cp \"$SPARK_HOME/jars/*:$HADOOP_CONF_DIR\" \"$@\"");
        script(
                home.resolve("bin/spark-submit"),
                "exec \"$SPARK_HOME/bin/spark-class\" org.apache.spark.deploy.SparkSubmit \"$@\"");
        return home;
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + line + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }
}
