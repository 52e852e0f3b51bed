package io.elbo4j.spark.run;

import io.elbo4j.eval.PredictionShape;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spark.mlflow.RunTracking;
import io.elbo4j.spark.mlflow.TrackedRun;
import io.elbo4j.spec.RunSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A run folder, and an MLflow server that is told what goes there. */
final class TrackedOutput implements TrainingOutput {

    private final RunFolder folder;
    private final RunTracking tracking;

    private TrackedOutput(RunFolder folder, RunTracking tracking) {
        this.folder = folder;
        this.tracking = tracking;
    }

    /** The folder itself where the environment names no server. */
    static TrainingOutput of(Map<String, String> environment, RunFolder folder, RunSpec spec, Progress progress) {
        Optional<RunTracking> tracking =
                RunTracking.begin(environment, folder.place(), spec.settings(), progress::note);
        return tracking.isPresent() ? new TrackedOutput(folder, tracking.get()) : folder;
    }

    @Override
    public void begin(String settings) throws IOException {
        folder.begin(settings);
    }

    @Override
    public boolean resumable() {
        return folder.resumable();
    }

    @Override
    public void checkpoint(Reached<?> reached, String dataHash, int keep) throws IOException {
        folder.checkpoint(reached, dataHash, keep);
    }

    @Override
    public Optional<Checkpoints.Found> newest(Consumer<String> tell) throws IOException {
        return folder.newest(tell);
    }

    @Override
    public void addHistory(Map<String, Object> line) {
        folder.addHistory(line);
        tracking.round(line);
    }

    @Override
    public List<String> history() {
        return folder.history();
    }

    /** A run that goes on is a new one there, with all of its rounds. */
    @Override
    public void setHistory(List<String> lines) {
        folder.setHistory(lines);
        tracking.rounds(lines);
    }

    @Override
    public void write(
            TrainedModel<?> model, Map<String, Object> metrics, PredictionShape shape, Map<String, Object> provenance) {
        folder.write(model, metrics, shape, provenance);
        tracking.finished(
                metrics,
                metrics.containsKey("divergedInRound") ? TrackedRun.Status.FAILED : TrackedRun.Status.FINISHED);
    }

    @Override
    public void breakOff() {
        tracking.brokenOff();
    }
}
