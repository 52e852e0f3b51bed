package io.elbo4j.spark.ml;

import io.elbo4j.spark.run.InMemoryRun;
import java.util.List;
import java.util.Map;

/**
 * How a training went.
 *
 * @param metrics as in {@code metrics.json}
 * @param history the figures of each round, as in {@code history.jsonl}
 */
public record TrainingSummary(Map<String, Object> metrics, List<Map<String, Object>> history) {

    public TrainingSummary {
        metrics = Map.copyOf(metrics);
        history = List.copyOf(history);
    }

    static TrainingSummary of(InMemoryRun run) {
        return new TrainingSummary(run.metrics(), run.rounds());
    }

    /** How many rounds were run. */
    public int rounds() {
        return history.size();
    }

    /** Of the training, without reading the rows. */
    public double seconds() {
        return number("trainSeconds");
    }

    /** Weights that are not exactly 0. */
    public long activeWeights() {
        return (long) number("activeWeights");
    }

    /** Weights that there could be. */
    public long totalWeights() {
        return (long) number("totalWeights");
    }

    /** The bound of the rounds that told it, in order: nats, of all rows. */
    public double[] elboHistory() {
        return history.stream()
                .filter(line -> line.get("elbo") instanceof Number)
                .mapToDouble(line -> ((Number) line.get("elbo")).doubleValue())
                .toArray();
    }

    private double number(String name) {
        return metrics.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
