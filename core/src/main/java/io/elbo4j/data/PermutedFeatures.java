package io.elbo4j.data;

import io.elbo4j.math.Key;

/**
 * The same rows with their features in another order in each task, the first among them: Goodfellow, Mirza, Xiao, Courville and
 * Bengio, arXiv 1312.6211v3, section 3.
 *
 * @param tasks how many
 * @param key of the orders; task t has that of its t-th child
 */
public record PermutedFeatures(int tasks, Key key) implements TaskStream {

    public PermutedFeatures {
        requireTasks(tasks);
    }

    static void requireTasks(int tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException("stream: no tasks: tasks=" + tasks + "; use at least 1");
        }
    }

    @Override
    public Batch of(Batch rows, int task) {
        int width = rows.width();
        int[] order = key.fold(task).permutation(width);
        float[] from = rows.features().dense();
        float[] to = new float[from.length];
        for (int row = 0; row < from.length; row += width) {
            for (int f = 0; f < width; f++) {
                to[row + f] = from[row + order[f]];
            }
        }
        return new Batch(to, rows.targets(), width);
    }

    @Override
    public boolean whole() {
        return true;
    }
}
