package io.elbo4j.spark.faults;

import static io.elbo4j.spark.faults.DigitsTraining.assertSameBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.cli.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose folder is on HDFS, with NameNode and DataNode in processes of their own. */
@Tag("faults")
class HdfsTest {

    @TempDir
    Path folder;

    private List<String> options(int port) throws IOException {
        List<String> options = new ArrayList<>();
        for (String setting : List.of(
                "fs.defaultFS=hdfs://127.0.0.1:" + port,
                "dfs.namenode.name.dir=" + folder.resolve("name").toUri(),
                "dfs.datanode.data.dir=" + folder.resolve("data").toUri(),
                "dfs.namenode.http-address=127.0.0.1:0",
                "dfs.datanode.address=127.0.0.1:0",
                "dfs.datanode.http.address=127.0.0.1:0",
                "dfs.datanode.ipc.address=127.0.0.1:0",
                "dfs.replication=1",
                "dfs.namenode.safemode.extension=0",
                "dfs.permissions.enabled=false")) {
            options.addAll(List.of("-D", setting));
        }
        return options;
    }

    private JavaProcess start(String name, String main, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(options(port));
        arguments.addAll(List.of(more));
        return JavaProcess.start(
                folder.resolve(name + ".log"),
                List.of("-Xmx512m", "-Dlog4j2.configurationFile=" + log4j(), "-Dlog4j.configurationFile=" + log4j()),
                main,
                arguments.toArray(String[]::new));
    }

    private Path log4j() throws IOException {
        return Files.writeString(
                folder.resolve("log4j2.properties"),
                "rootLogger.level=info\nrootLogger.appenderRef.out.ref=out\nappender.out.type=Console\nappender.out.name=out\n");
    }

    @Test
    @Timeout(900)
    void run_onHdfs_goesOnAfterTheNameNodeWasKilled() throws Exception {
        DigitsTraining training = DigitsTraining.of(folder, 30);
        Path quiet = training.quiet();
        int port;
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = free.getLocalPort();
        }
        String nameNode = "org.apache.hadoop.hdfs.server.namenode.NameNode";
        try (JavaProcess format = start("format", nameNode, port, "-format", "-force")) {
            assertEquals(0, format.process().waitFor(), format::text);
        }
        String out = "hdfs://127.0.0.1:" + port + "/runs/one";
        List<String> command = new ArrayList<>(training.command(Path.of("x"), List.of()));
        command.set(command.indexOf("x"), out);
        command.addAll(List.of("--set", "checkpoint.everyRounds=2", "--conf", "spark.hadoop.dfs.replication=1"));
        JavaProcess first = start("namenode", nameNode, port);
        try (JavaProcess dataNode = start("datanode", "org.apache.hadoop.hdfs.server.datanode.DataNode", port)) {
            first.awaited("IPC Server listener on " + port + ": starting|NameNode RPC up at");
            dataNode.awaited("Successfully registered with NN|successfully registered");
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
            first.kill();
            try (JavaProcess second = start("namenode2", nameNode, port)) {
                second.awaited("Safe mode is OFF|Leaving safe mode|safe mode.*OFF");
                String printed = Cli.run("resume", out).ok().out();
                assertTrue(printed.contains("going on after round "), printed);
                Configuration configuration = new Configuration();
                org.apache.hadoop.fs.Path finished = new org.apache.hadoop.fs.Path(out);
                try (FileSystem hdfs = finished.getFileSystem(configuration)) {
                    hdfs.copyToLocalFile(
                            finished,
                            new org.apache.hadoop.fs.Path(folder.resolve("copy").toUri()));
                }
                assertSameBits(quiet, folder.resolve("copy"));
            }
        } finally {
            first.close();
        }
    }
}
