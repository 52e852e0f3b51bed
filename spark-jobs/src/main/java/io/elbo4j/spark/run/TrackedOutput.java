package io.elbo4j.spark.run;

import io.elbo4j.eval.PredictionShape;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import io.elbo4j.spark.mlflow.RunTracking;
import io.elbo4j.spec.RunSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A run folder, and an MLflow server that is told what goes there. */
final class TrackedOutput implements TrainingOutput {

    private final RunFolder folder;
    private final Supplier<Optional<RunTracking>> begin;
    private Optional<RunTracking> tracking = Optional.empty();

    private TrackedOutput(RunFolder folder, Supplier<Optional<RunTracking>> begin) {
        this.folder = folder;
        this.begin = begin;
    }

    /** The folder itself where the environment names no server. */
    static TrainingOutput of(Map<String, String> environment, RunFolder folder, RunSpec spec, Progress progress) {
        return RunTracking.wanted(environment)
                ? new TrackedOutput(
                        folder, () -> RunTracking.begin(environment, folder.place(), spec.settings(), progress::note))
                : folder;
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
        tracking.ifPresent(run -> run.round(line));
    }

    @Override
    public List<String> history() {
        return folder.history();
    }

    /**
     * Here the rounds begin, and so the run on the server: what is refused before leaves none there. A run that goes on is a new one, with all of its rounds.
     */
    @Override
    public void setHistory(List<String> lines) {
        folder.setHistory(lines);
        tracking = begin.get();
        tracking.ifPresent(run -> run.rounds(lines));
    }

    @Override
    public void write(
            TrainedModel<?> model, Map<String, Object> metrics, PredictionShape shape, Map<String, Object> provenance) {
        folder.write(model, metrics, shape, provenance);
        tracking.ifPresent(run -> run.finished(metrics));
    }

    @Override
    public void breakOff() {
        tracking.ifPresent(RunTracking::brokenOff);
    }
}
