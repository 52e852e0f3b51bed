package io.elbo4j.spark.run;

import io.elbo4j.data.Batch;
import io.elbo4j.eval.Metrics;
import io.elbo4j.eval.StreamAccuracies;
import io.elbo4j.models.EarlierBelief;
import io.elbo4j.models.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured on every task after every task. */
final class StreamResults {

    /** Figures of which whole matrices are kept: row i after task i, column j on task j. */
    private static final List<String> KEPT = List.of("accuracy", "taskKnownAccuracy", "rmse", "nll", "ece15");

    private final List<List<Metrics>> rows = new ArrayList<>();
    private List<Metrics> untrained = List.of();
    private List<Metrics> withoutCoreset = List.of();
    private final List<Long> beliefBytes = new ArrayList<>();
    private long coresetRows;
    private long coresetBytes;

    /** Before the first task. */
    void untrained(List<Metrics> judged) {
        untrained = judged;
    }

    /** After one more task, without what the coresets would add. */
    void withoutCoreset(List<Metrics> judged) {
        withoutCoreset = judged;
    }

    /** After one more task. */
    void after(List<Metrics> judged, TrainedModel<?> model, List<Batch> coresets) {
        rows.add(judged);
        beliefBytes.add((long) Wire.bytes(1, EarlierBelief.of(model).encode()).length);
        coresetRows = coresets.stream().mapToLong(Batch::rows).sum();
        coresetBytes = coresets.stream()
                .mapToLong(batch -> (long) Float.BYTES * batch.rows() * (batch.width() + 1))
                .sum();
    }

    /** One matrix; empty where the figure does not exist. */
    List<List<Double>> matrix(String name) {
        return rows.get(0).get(0).values().containsKey(name)
                ? rows.stream().map(row -> figures(row, name)).toList()
                : List.of();
    }

    private static List<Double> figures(List<Metrics> judged, String name) {
        return judged.stream().map(metrics -> metrics.value(name)).toList();
    }

    /** A line for people. */
    String line() {
        int task = rows.size();
        String name = matrix("accuracy").isEmpty() ? "rmse" : "accuracy";
        List<Double> newest = matrix(name).get(task - 1).subList(0, task);
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "after task %d: mean %s %.4f, on each task", task, name, mean(newest)));
        newest.forEach(value -> text.append(String.format(Locale.ROOT, " %.4f", value)));
        return text.toString();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** As in {@code metrics.json}. */
    Map<String, Object> metrics() {
        int tasks = rows.size();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("tasks", tasks);
        List<List<Double>> accuracies = matrix("accuracy");
        if (!accuracies.isEmpty()) {
            all.putAll(new StreamAccuracies(accuracies, figures(untrained, "accuracy"))
                    .metrics()
                    .values());
        }
        for (String name : List.of("taskKnownAccuracy", "rmse", "nll", "ece15")) {
            if (!matrix(name).isEmpty()) {
                all.put(
                        MetricName.of("average", name),
                        mean(matrix(name).get(tasks - 1).subList(0, tasks)));
            }
        }
        if (!withoutCoreset.isEmpty() && !accuracies.isEmpty()) {
            all.put("averageAccuracyWithoutCoreset", mean(figures(withoutCoreset, "accuracy")));
        }
        all.put("beliefBytes", beliefBytes.get(tasks - 1));
        all.put("coresetRows", coresetRows);
        all.put("coresetBytes", coresetBytes);
        for (String name : KEPT) {
            if (!matrix(name).isEmpty()) {
                all.put(name + "ByTask", matrix(name));
            }
        }
        return all;
    }
}
