package io.elbo4j.spark.run;

import io.elbo4j.eval.PredictionShape;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.checkpoint.Checkpoints;
import io.elbo4j.spark.checkpoint.Reached;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run that leaves nothing on disk: model, metrics and history stay with whoever asked for them. */
public final class InMemoryRun implements TrainingOutput {

    private final List<Map<String, Object>> rounds = new ArrayList<>();
    private final Map<String, Object> metrics = new LinkedHashMap<>();
    private @Nullable TrainedModel<?> model;

    InMemoryRun() {}

    /** What was trained. */
    public TrainedModel<?> model() {
        TrainedModel<?> trained = model;
        if (trained == null) {
            throw new IllegalStateException("training: no model yet: rounds=" + rounds.size() + "; run it first");
        }
        return trained;
    }

    /** As in {@code metrics.json}. */
    public Map<String, Object> metrics() {
        return Map.copyOf(metrics);
    }

    /** The figures of each round, as in {@code history.jsonl}. */
    public List<Map<String, Object>> rounds() {
        return List.copyOf(rounds);
    }

    @Override
    public void begin(String settings) {}

    @Override
    public boolean resumable() {
        return false;
    }

    @Override
    public void checkpoint(Reached<?> reached, String dataHash, int keep) {}

    @Override
    public Optional<Checkpoints.Found> newest(Consumer<String> tell) {
        return Optional.empty();
    }

    @Override
    public void addHistory(Map<String, Object> line) {
        rounds.add(Map.copyOf(line));
    }

    @Override
    public List<String> history() {
        return rounds.stream().map(RunFolder::jsonLine).toList();
    }

    /** There is no earlier process. */
    @Override
    public void setHistory(List<String> lines) {}

    @Override
    public void write(
            TrainedModel<?> trained,
            Map<String, Object> figures,
            PredictionShape shape,
            Map<String, Object> provenance) {
        model = trained;
        metrics.clear();
        metrics.putAll(figures);
    }
}
