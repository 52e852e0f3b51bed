package io.elbo4j.spec;

import java.util.List;

/**
 * Tasks that come one after the other.
 *
 * @param source what tells them apart: {@code split}, {@code permuted}, {@code turned}, {@code column}
 * @param scenario of split classes, as in conf/reference.conf
 * @param tasks of permuted features and turned images
 * @param classesPerTask of split classes
 * @param order of split classes; empty for one by the seed
 * @param degrees of turned images, from task to task
 * @param column that numbers tasks
 * @param blur part of a task's rows that come with a neighbouring one
 * @param coresetRows kept of each task
 * @param coresetCentres whether these are far from each other, or drawn
 * @param coresetEpochs passes over the kept rows before a task is judged
 * @param coresetTemperature of these passes, times the training's; 1/10 lets each kept row count for ten
 */
public record StreamSpec(
        String source,
        String scenario,
        int tasks,
        int classesPerTask,
        List<Integer> order,
        double degrees,
        String column,
        double blur,
        int coresetRows,
        boolean coresetCentres,
        double coresetEpochs,
        double coresetTemperature) {

    static StreamSpec of(Settings settings) {
        return new StreamSpec(
                settings.choice("stream.source", List.of("split", "permuted", "turned", "column")),
                settings.choice("stream.scenario", List.of("class", "task", "domain")),
                settings.whole("stream.tasks", 1),
                settings.whole("stream.classesPerTask", 1),
                order(settings.texts("stream.order")),
                RunSpec.within(settings, "stream.degrees", -360, 360, false),
                settings.text("stream.column"),
                RunSpec.within(settings, "stream.blur", 0, 1, false),
                settings.whole("stream.coreset.rows", 0),
                settings.choice("stream.coreset.choice", List.of("random", "k-centre"))
                        .equals("k-centre"),
                RunSpec.within(settings, "stream.coreset.epochs", 0, 1e6, true),
                RunSpec.within(settings, "stream.coreset.temperature", 0, 1e6, true));
    }

    private static List<Integer> order(List<String> texts) {
        try {
            List<Integer> order = texts.stream().map(Integer::valueOf).toList();
            if (order.stream().allMatch(label -> label >= 0)
                    && order.stream().distinct().count() == order.size()) {
                return order;
            }
        } catch (NumberFormatException e) {
            // Reported below, with every other list that is no order.
        }
        throw new SpecException("settings: not an order of classes: stream.order=" + texts
                + "; name each class once, as in [0, 1, 2, 3], or leave it empty");
    }

    /** Whether the classes of one task must be told apart without knowing the task. */
    public boolean classIncremental() {
        return source.equals("split") && scenario.equals("class");
    }

    /** Whether the task of a row is known when it is judged. */
    public boolean taskKnown() {
        return source.equals("split") && scenario.equals("task");
    }
}
