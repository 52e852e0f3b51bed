package io.elbo4j.models;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.data.Standardisation;
import io.elbo4j.eval.PredictionTable;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.math.Key;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Predictions for rows of tasks that a model has not seen, each learned from the support of its task. Pure: the same arguments give the
 * same bits.
 *
 * @param model adapts and predicts
 * @param standardisation of inputs and targets
 * @param supports standardised rows with targets, by the number of their task; of classes, a target is a place in the labels
 * @param labels of the classes, ascending; empty for values
 * @param seed of the run
 */
public record NewTasks<S>(
        EpisodicModel.Prediction<S> model,
        Standardisation standardisation,
        Map<Integer, Batch> supports,
        List<Integer> labels,
        long seed)
        implements Serializable {

    public NewTasks {
        supports = Collections.unmodifiableMap(new TreeMap<>(supports));
        labels = List.copyOf(labels);
    }

    /**
     * From rows as they are in a table.
     *
     * @param classes whether targets are labels of classes; the same classes in all tasks
     * @throws IllegalArgumentException when a label is no whole number
     */
    public static <S> NewTasks<S> of(
            EpisodicModel.Prediction<S> model,
            Standardisation standardisation,
            TaskRows support,
            boolean classes,
            long seed) {
        Batch scaled = standardisation.apply(support.inputs());
        List<Integer> labels = classes ? labels(support.inputs().targets()) : List.of();
        float[] targets = scaled.targets();
        for (int row = 0; classes && row < targets.length; row++) {
            targets[row] = labels.indexOf((int) support.inputs().targets()[row]);
        }
        Batch rows = new Batch(scaled.features(), targets);
        Map<Integer, Batch> supports = new TreeMap<>();
        rowsByTask(support.tasks()).forEach((task, own) -> supports.put(task, rows.select(own)));
        return new NewTasks<>(model, standardisation, supports, labels, seed);
    }

    /**
     * The columns of a prediction of each row, as in {@link PredictionTable}; a class by its label.
     *
     * @param asked inputs in their own units; their targets do not matter
     * @throws IllegalArgumentException naming a task without support
     */
    public List<List<Number>> predictions(S state, TaskRows asked) {
        Batch scaled = standardisation.apply(asked.inputs());
        List<List<Number>> predictions = new ArrayList<>(Collections.nCopies(scaled.rows(), List.of()));
        rowsByTask(asked.tasks()).forEach((task, own) -> {
            PredictionTable table = new PredictionTable(prediction(state, task, scaled.select(own)));
            for (int i = 0; i < own.length; i++) {
                predictions.set(own[i], labelled(table.row(i)));
            }
        });
        return predictions;
    }

    private PredictiveDistribution prediction(S state, int task, Batch rows) {
        Batch support = supports.get(task);
        if (support == null) {
            throw new IllegalArgumentException("predict: task without support: task=" + task + " supported="
                    + supports.size() + "; give rows with targets of each task that is asked for");
        }
        // The targets are not known; 0 is one in every model, and what it says is not read.
        Episode episode = new Episode(task, support, new Batch(rows.features(), new float[rows.rows()]));
        return Predictive.inUnits(model.of(state, episode, Key.of(seed)), standardisation);
    }

    private List<Number> labelled(List<Number> cells) {
        if (labels.isEmpty()) {
            return cells;
        }
        List<Number> named = new ArrayList<>(cells);
        named.set(0, labels.get(cells.get(0).intValue()));
        return named;
    }

    private static List<Integer> labels(float[] targets) {
        int[] labels = new int[targets.length];
        for (int row = 0; row < labels.length; row++) {
            if (!(targets[row] >= 0 && targets[row] == Math.rint(targets[row]))) {
                throw new IllegalArgumentException("predict: not a class: supportRow=" + (row + 1) + " target="
                        + targets[row] + "; number the classes of the support with whole numbers from 0 up");
            }
            labels[row] = (int) targets[row];
        }
        return Arrays.stream(labels).distinct().sorted().boxed().toList();
    }

    private static Map<Integer, int[]> rowsByTask(int[] tasks) {
        Map<Integer, List<Integer>> rows = new TreeMap<>();
        for (int row = 0; row < tasks.length; row++) {
            rows.computeIfAbsent(tasks[row], task -> new ArrayList<>()).add(row);
        }
        Map<Integer, int[]> byTask = new TreeMap<>();
        rows.forEach((task, own) ->
                byTask.put(task, own.stream().mapToInt(Integer::intValue).toArray()));
        return byTask;
    }
}
