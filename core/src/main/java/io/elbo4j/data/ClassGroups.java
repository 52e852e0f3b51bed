package io.elbo4j.data;

import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tasks of a few classes each, no class in two.
 *
 * @param groups the classes of each task, in order
 * @param places whether a target becomes its place in the group, so that all tasks ask the same question (domain-incremental), or
 *     stays (class- and task-incremental)
 */
public record ClassGroups(List<List<Integer>> groups, boolean places) implements TaskStream {

    public ClassGroups {
        groups = groups.stream().map(List::copyOf).toList();
    }

    /**
     * So many classes a task, in an order that the key chooses; the last task takes what is left.
     *
     * @throws IllegalArgumentException when there are fewer classes than a task needs
     */
    public static ClassGroups drawn(int classes, int perTask, Key key, boolean places) {
        return of(Arrays.stream(key.permutation(classes)).boxed().toList(), perTask, places);
    }

    /**
     * So many classes a task, in this order; the last task takes what is left.
     *
     * @throws IllegalArgumentException when there are fewer classes than a task needs
     */
    public static ClassGroups of(List<Integer> order, int perTask, boolean places) {
        if (perTask < 1 || order.size() < perTask) {
            throw new IllegalArgumentException("stream: too few classes for a task: classes=" + order.size()
                    + " stream.classesPerTask=" + perTask + "; lower it");
        }
        List<List<Integer>> groups = new ArrayList<>();
        for (int from = 0; from + perTask <= order.size(); from += perTask) {
            boolean last = from + 2 * perTask > order.size();
            groups.add(order.subList(from, last ? order.size() : from + perTask));
        }
        return new ClassGroups(groups, places);
    }

    @Override
    public int tasks() {
        return groups.size();
    }

    @Override
    public Batch of(Batch rows, int task) {
        List<Integer> own = groups.get(task);
        int[] chosen = IntStream.range(0, rows.rows())
                .filter(row -> own.contains((int) rows.targets()[row]))
                .toArray();
        Batch found = rows.select(chosen);
        if (!places) {
            return found;
        }
        float[] targets = new float[chosen.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = own.indexOf((int) found.targets()[i]);
        }
        return new Batch(found.features(), targets);
    }

    @Override
    public boolean whole() {
        return false;
    }
}
