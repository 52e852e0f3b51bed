package io.elbo4j.eval;

import io.elbo4j.paper.Equation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a learner of tasks in turn still knows: R[i][j] is the accuracy on task j after training on tasks 0 .. i. Two meanings of
 * "forgetting" are in use, so both are here, by names that say which.
 *
 * @param rows {@code [tasks so far]}: row i has the accuracies on the first tasks, i + 1 of them or more
 * @param untrained {@code [tasks]}: accuracies before any training; empty where they were not measured
 */
public record StreamAccuracies(List<List<Double>> rows, List<Double> untrained) {

    public StreamAccuracies {
        rows = rows.stream().map(List::copyOf).toList();
        untrained = List.copyOf(untrained);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() <= i) {
                throw new IllegalArgumentException("stream: accuracies are missing: afterTask=" + i + " judgedTasks="
                        + rows.get(i).size() + "; judge every task that was trained on");
            }
        }
    }

    /** Before the first task. */
    public static StreamAccuracies untrained(List<Double> accuracies) {
        return new StreamAccuracies(List.of(), accuracies);
    }

    /** With the accuracies after one more task. */
    public StreamAccuracies after(List<Double> accuracies) {
        List<List<Double>> more = new ArrayList<>(rows);
        more.add(accuracies);
        return new StreamAccuracies(more, untrained);
    }

    private int tasks() {
        return rows.size();
    }

    private double last(int task) {
        return rows.get(tasks() - 1).get(task);
    }

    /** Mean over the tasks so far of the accuracy now. */
    @Equation(paper = "arXiv:1706.08840v6", number = "2")
    public double averageAccuracy() {
        return mean(0, tasks(), this::last);
    }

    /** Mean over earlier tasks of accuracy now − accuracy right after the task; negative where it was forgotten. */
    @Equation(paper = "arXiv:1706.08840v6", number = "3")
    public double backwardTransfer() {
        return mean(0, tasks() - 1, task -> last(task) - rows.get(task).get(task));
    }

    /** Mean over later tasks of the accuracy before the task was trained on − that before any training. NaN where not measured. */
    @Equation(paper = "arXiv:1706.08840v6", number = "4")
    public double forwardTransfer() {
        return mean(1, tasks(), task -> {
            List<Double> before = rows.get(task - 1);
            return before.size() > task && untrained.size() > task
                    ? before.get(task) - untrained.get(task)
                    : Double.NaN;
        });
    }

    /** Mean over earlier tasks of accuracy right after the task − accuracy now. */
    public double forgettingFromInitial() {
        return -backwardTransfer();
    }

    /** Mean over earlier tasks of the best accuracy since the task was trained on − accuracy now. Never negative. */
    public double forgettingFromBest() {
        return mean(
                0,
                tasks() - 1,
                task -> Collections.max(rows.subList(task, tasks()).stream()
                                .map(row -> row.get(task))
                                .toList())
                        - last(task));
    }

    /** By the names of {@code metrics.json}; those that need two tasks only where there are. */
    public Metrics metrics() {
        Metrics metrics = Metrics.NONE.with("averageAccuracy", averageAccuracy());
        if (tasks() < 2) {
            return metrics;
        }
        metrics = metrics.with("backwardTransfer", backwardTransfer())
                .with("forgettingFromInitial", forgettingFromInitial())
                .with("forgettingFromBest", forgettingFromBest());
        double forward = forwardTransfer();
        return Double.isNaN(forward) ? metrics : metrics.with("forwardTransfer", forward);
    }

    private interface OfTask {
        double at(int task);
    }

    private static double mean(int from, int to, OfTask value) {
        double sum = 0;
        for (int task = from; task < to; task++) {
            sum += value.at(task);
        }
        return sum / (to - from);
    }
}
