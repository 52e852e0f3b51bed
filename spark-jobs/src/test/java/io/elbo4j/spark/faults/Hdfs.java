package io.elbo4j.spark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An HDFS on this machine, NameNode and DataNode in processes of their own, from the jars of the tests alone.
 *
 * @param folder for names, data and logs
 * @param port of the NameNode
 */
record Hdfs(Path folder, int port) {

    private static final String NAME_NODE = "org.apache.hadoop.hdfs.server.namenode.NameNode";

    /** One whose names are formatted, on a free port. */
    static Hdfs formatted(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = free.getLocalPort();
        }
        Hdfs hdfs = new Hdfs(folder, port);
        try (JavaProcess format = hdfs.start("format", NAME_NODE, "-format", "-force")) {
            assertEquals(0, format.process().waitFor(), format::text);
        }
        return hdfs;
    }

    /** {@code hdfs://host:port}. */
    String uri() {
        return "hdfs://127.0.0.1:" + port;
    }

    /** Starts one; its names are those of the last. */
    JavaProcess nameNode(String log) throws IOException {
        return start(log, NAME_NODE);
    }

    /** Starts one and waits until it is registered. */
    JavaProcess dataNode() throws IOException, InterruptedException {
        JavaProcess node = start("datanode", "org.apache.hadoop.hdfs.server.datanode.DataNode");
        node.awaited("Successfully registered with NN|successfully registered");
        return node;
    }

    private JavaProcess start(String name, String main, String... more) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String setting : List.of(
                "fs.defaultFS=" + uri(),
                "dfs.namenode.name.dir=" + folder.resolve("name").toUri(),
                "dfs.datanode.data.dir=" + folder.resolve("data").toUri(),
                "dfs.namenode.http-address=127.0.0.1:0",
                "dfs.datanode.address=127.0.0.1:0",
                "dfs.datanode.http.address=127.0.0.1:0",
                "dfs.datanode.ipc.address=127.0.0.1:0",
                "dfs.replication=1",
                "dfs.namenode.safemode.extension=0",
                "dfs.permissions.enabled=false")) {
            arguments.addAll(List.of("-D", setting));
        }
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
}
