package io.elbo4j.spark.faults;

import static io.elbo4j.spark.faults.DigitsTraining.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose folder is on HDFS, with NameNode and DataNode in processes of their own. */
@Tag("faults")
class HdfsTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(900)
    void run_onHdfs_goesOnAfterTheNameNodeWasKilled() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 30);
        Path quiet = training.quiet();
        try (Hdfs hdfs = new Hdfs(folder)) {
            String out = hdfs.uri() + "/runs/one";
            List<String> command = new ArrayList<>(training.command(Path.of("x"), List.of()));
            command.set(command.indexOf("x"), out);
            command.addAll(List.of("--set", "checkpoint.everyRounds=2", "--conf", "spark.hadoop.dfs.replication=1"));
            try (JavaProcess driver = JavaProcess.start(
                    folder.resolve("driver.log"),
                    List.of(
                            "-Xmx1g",
                            "-Delbo4j.live=true",
                            "-Dspark.master=local[2]",
                            "-Dspark.ui.enabled=false",
                            "-Dspark.driver.host=127.0.0.1"),
                    Main.class.getName(),
                    command.toArray(String[]::new))) {
                driver.awaited("\rround 7/");
                driver.kill();
            }
            hdfs.killNameNode();
            hdfs.restartNameNode();
            String printed = Cli.run("resume", out).ok().out();
            assertTrue(printed.contains("going on after round "), printed);
            hdfs.copy("/runs/one", folder.resolve("copy"));
            assertSameBits(quiet, folder.resolve("copy"));
        }
    }
}
