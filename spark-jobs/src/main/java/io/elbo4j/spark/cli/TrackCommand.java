package io.elbo4j.spark.cli;

import io.elbo4j.spark.io.HadoopFolder;
import io.elbo4j.spark.mlflow.RunTracking;
import io.elbo4j.spark.mlflow.TrackedRun;
import io.elbo4j.spark.mlflow.TrackingException;
import io.elbo4j.spark.mlflow.TrackingServer;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "track",
        mixinStandardHelpOptions = true,
        description = "Send a finished run to an MLflow server: settings, figures, model and report.")
final class TrackCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "Folder of a run.")
    private String run = "";

    @Option(
            names = "--server",
            paramLabel = "URI",
            defaultValue = "${env:MLFLOW_TRACKING_URI}",
            description = "Its address, or databricks (default: that of MLFLOW_TRACKING_URI).")
    private String server = "";

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    @SuppressWarnings("UnusedVariable") // Main asks picocli whether it was given
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        HadoopFolder folder = HadoopFolder.of(run, new Configuration());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MLFLOW_TRACKING_URI", server);
        try {
            TrackingServer to = TrackingServer.of(environment)
                    .orElseThrow(() -> new SpecException(
                            "track: no server: MLFLOW_TRACKING_URI=; set it to the address of one, or give --server"));
            if (!folder.has("run.conf") || !folder.has("metrics.json")) {
                throw new SpecException(
                        "track: not a finished run: run=" + folder.path() + "; give a folder that train has left");
            }
            Map.Entry<TrackedRun, String> sent = RunTracking.send(to, folder);
            if (!sent.getValue().isEmpty()) {
                System.out.println(sent.getValue());
            }
            System.out.println("run " + sent.getKey().id() + " in experiment " + to.experiment());
        } catch (TrackingException e) {
            throw new SpecException(String.valueOf(e.getMessage()));
        }
        return Main.OK;
    }
}
