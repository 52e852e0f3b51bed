package io.elbo4j.spark.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbo4j.spark.report.Chart.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a stream of tasks was judged by: every task after every task. */
final class TaskCharts {

    /** With more tasks the lines of single ones cannot be told apart. */
    private static final int MOST_LINES = 8;

    /** What is palest at least: differences above it are small ones. */
    private static final double MODEST_ACCURACY = 0.9;

    private static final int SHADES = 8;

    private TaskCharts() {}

    /** Nothing of a run that is no stream. */
    static Optional<Section> of(JsonNode metrics) {
        boolean classes = metrics.path("accuracyByTask").isArray();
        JsonNode matrix = metrics.path(classes ? "accuracyByTask" : "rmseByTask");
        if (!matrix.isArray() || matrix.isEmpty()) {
            return Optional.empty();
        }
        List<List<Double>> rows = rows(matrix);
        return Optional.of(new Section(
                "Tasks",
                charts(rows, classes ? "accuracy" : "error"),
                List.of(grid(rows, classes)),
                List.of(),
                List.of()));
    }

    /** Means of several streams laid over each other. */
    static List<Chart> of(List<RunRecord> runs) {
        List<Series> means = runs.stream()
                .filter(run -> !run.metrics().path("accuracyByTask").isEmpty())
                .map(run -> mean(rows(run.metrics().path("accuracyByTask"))).named(run.name()))
                .toList();
        return means.size() < 2 ? List.of() : List.of(mean("accuracy", means));
    }

    private static List<List<Double>> rows(JsonNode matrix) {
        List<List<Double>> rows = new ArrayList<>();
        matrix.forEach(row -> {
            List<Double> values = new ArrayList<>();
            row.forEach(value -> values.add(value.asDouble(Double.NaN)));
            rows.add(values);
        });
        return rows;
    }

    private static Grid grid(List<List<Double>> rows, boolean classes) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        double[] learned = IntStream.range(0, rows.size())
                .boxed()
                .flatMapToDouble(
                        after -> rows.get(after).subList(0, after + 1).stream().mapToDouble(each -> each))
                .sorted()
                .toArray();
        double best = classes ? 1 : learned[0];
        double worst = classes ? Math.min(MODEST_ACCURACY, learned[0]) : learned[learned.length - 1];
        List<Grid.Row> filled = new ArrayList<>();
        for (int after = 0; after < rows.size(); after++) {
            List<Grid.Cell> cells = new ArrayList<>();
            for (int task = 0; task < columns; task++) {
                cells.add(
                        task < rows.get(after).size()
                                ? cell(rows.get(after).get(task), task <= after, classes, worst, best)
                                : new Grid.Cell("", ""));
            }
            filled.add(new Grid.Row("after task " + (after + 1), cells));
        }
        return new Grid(
                classes ? "Accuracy on each task after each task, %" : "Error on each task after each task",
                "Stronger is better. Read a column downwards to see what became of a task. Dashed: a task that was not learned yet.",
                IntStream.rangeClosed(1, columns)
                        .mapToObj(task -> "task " + task)
                        .toList(),
                filled);
    }

    private static Grid.Cell cell(double value, boolean learned, boolean classes, double worst, double best) {
        String text = String.format(Locale.ROOT, classes ? "%.1f" : "%.3f", classes ? 100 * value : value);
        double part = worst == best ? 1 : (value - worst) / (best - worst);
        int shade = (int) Math.max(0, Math.min(SHADES - 1, Math.floor(part * SHADES)));
        return new Grid.Cell(text, learned ? "h" + shade : "later");
    }

    private static List<Chart> charts(List<List<Double>> rows, String score) {
        List<Chart> charts = new ArrayList<>();
        if (rows.size() < 2) {
            return charts;
        }
        charts.add(mean(score, List.of(mean(rows))));
        if (rows.size() <= MOST_LINES) {
            List<Series> each = IntStream.range(0, rows.size() - 1)
                    .mapToObj(task -> ofTask(rows, task))
                    .toList();
            charts.add(Chart.curves(
                    "What became of each task",
                    "A line that falls is a task that is being forgotten.",
                    Words.ofCurves("The " + score + " on each task", "task", each),
                    Axis.of("after task"),
                    Axis.of(score),
                    each));
        }
        return charts;
    }

    private static Chart mean(String score, List<Series> means) {
        return Chart.curves(
                "Mean " + score + " on the tasks so far",
                "After each task, over all that were learned until then.",
                Words.ofPoints("Mean " + score + " after each task", means),
                Axis.of("after task"),
                Axis.of(score),
                means);
    }

    private static Series mean(List<List<Double>> rows) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int after = 0; after < rows.size(); after++) {
            x.add(after + 1.0);
            y.add(rows.get(after).subList(0, after + 1).stream()
                    .mapToDouble(value -> value)
                    .average()
                    .orElse(Double.NaN));
        }
        return new Series("mean", Series.POINTS, x, y);
    }

    private static Series ofTask(List<List<Double>> rows, int task) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int after = task; after < rows.size(); after++) {
            x.add(after + 1.0);
            y.add(rows.get(after).get(task));
        }
        return new Series("task " + (task + 1), Series.POINTS, x, y);
    }
}
