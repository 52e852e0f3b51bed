package io.elbo4j.models;

import io.elbo4j.data.Batch;
import java.io.Serializable;

/**
 * Rows with the task that each is of.
 *
 * @param inputs the rows without the column of the task
 * @param tasks number of each row's task
 */
public record TaskRows(Batch inputs, int[] tasks) implements Serializable {

    /**
     * Of a table.
     *
     * @param column which feature is the task's number; −1 where all rows are of one task, which is 0
     * @throws IllegalArgumentException when it is not the number of a task
     */
    public static TaskRows of(Batch rows, int column) {
        int[] tasks = new int[rows.rows()];
        if (column < 0) {
            return new TaskRows(rows, tasks);
        }
        int width = rows.width();
        float[] all = rows.features().dense();
        float[] inputs = new float[tasks.length * (width - 1)];
        int at = 0;
        for (int i = 0; i < all.length; i++) {
            if (i % width != column) {
                inputs[at++] = all[i];
                continue;
            }
            if (!(all[i] >= 0 && all[i] == Math.rint(all[i]) && all[i] < Integer.MAX_VALUE)) {
                throw new IllegalArgumentException("predict: not the number of a task: row=" + (i / width + 1)
                        + " value=" + all[i] + "; number tasks with whole numbers from 0 up");
            }
            tasks[i / width] = (int) all[i];
        }
        return new TaskRows(new Batch(inputs, rows.targets(), width - 1), tasks);
    }
}
