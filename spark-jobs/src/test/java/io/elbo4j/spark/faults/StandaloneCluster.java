package io.elbo4j.spark.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Spark's own master and workers, a process each, from the jars of the tests alone. */
public final class StandaloneCluster implements AutoCloseable {

    private final Path folder;
    private final List<String> conf;
    private final JavaProcess master;
    private final String url;
    private final List<JavaProcess> workers = new ArrayList<>();

    /**
     * Starts a master with two workers of one core each.
     *
     * @param conf Spark settings of the cluster, {@code key=value}
     */
    public StandaloneCluster(Path folder, String... conf) throws IOException, InterruptedException {
        SparkHome.classes();
        this.folder = folder;
        this.conf = List.of(conf).stream().map(each -> "-D" + each).toList();
        master = JavaProcess.start(
                folder.resolve("master.log"),
                options(),
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0");
        url = master.awaited("Starting Spark master at (spark://\\S+)");
        addWorker();
        addWorker();
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of("-Xmx512m"));
        options.addAll(conf);
        return options;
    }

    /** Each worker has an address of its own: Spark never runs two copies of a task on one host. */
    public void addWorker() throws IOException, InterruptedException {
        int number = workers.size() + 2;
        JavaProcess worker = JavaProcess.start(
                folder.resolve("worker" + number + ".log"),
                options(),
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0." + number,
                "--cores",
                "1",
                "--memory",
                "1500m",
                "--webui-port",
                "0",
                "--work-dir",
                folder.resolve("work" + number).toString(),
                url);
        workers.add(worker);
        worker.awaited("Successfully registered with master");
    }

    /** For {@code spark.master}. */
    public String url() {
        return url;
    }

    /** The n-th, from 0. */
    public JavaProcess worker(int n) {
        return workers.get(n);
    }

    @Override
    public void close() {
        for (JavaProcess worker : workers) {
            worker.close();
        }
        master.close();
    }
}
