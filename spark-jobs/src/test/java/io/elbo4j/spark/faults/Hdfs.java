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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** An HDFS on this machine, NameNode and DataNode in processes of their own, from the jars of the tests alone. */
final class Hdfs implements AutoCloseable {

    private static final String NAME_NODE = "org.apache.hadoop.hdfs.server.namenode.NameNode";

    private final Path folder;
    private final int port;
    private final JavaProcess dataNode;
    private JavaProcess nameNode;

    /**
     * Starts one without files, on a free port.
     *
     * @param folder for names, data and logs
     */
    Hdfs(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = free.getLocalPort();
        }
        try (JavaProcess format = start("format", NAME_NODE, "-format", "-force")) {
            assertEquals(0, format.process().waitFor(), format::text);
        }
        nameNode = start("namenode", NAME_NODE);
        dataNode = start("datanode", "org.apache.hadoop.hdfs.server.datanode.DataNode");
        dataNode.awaited("Successfully registered with NN|successfully registered");
    }

    /** {@code hdfs://host:port}. */
    String uri() {
        return "hdfs://127.0.0.1:" + port;
    }

    /** Copies a folder of it to this machine. */
    void copy(String from, Path to) throws IOException {
        org.apache.hadoop.fs.Path there = new org.apache.hadoop.fs.Path(uri() + from);
        try (FileSystem files = there.getFileSystem(new Configuration())) {
            files.copyToLocalFile(there, new org.apache.hadoop.fs.Path(to.toUri()));
        }
    }

    /** {@code kill -9} of the NameNode. */
    void killNameNode() {
        nameNode.kill();
    }

    /** Starts it again, with the names of the last, and waits until it can be written to. */
    void restartNameNode() throws IOException, InterruptedException {
        nameNode = start("namenode-again", NAME_NODE);
        nameNode.awaited("Safe mode is OFF|Leaving safe mode|safe mode.*OFF");
    }

    @Override
    public void close() {
        dataNode.close();
        nameNode.close();
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
