package io.elbo4j.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Tasks by a feature that numbers them, such as a month; the tasks do not see it.
 *
 * @param column of the feature
 * @param numbers of the tasks, in the order in which they come
 */
public record ColumnTasks(int column, List<Float> numbers) implements TaskStream {

    public ColumnTasks {
        numbers = List.copyOf(numbers);
    }

    @Override
    public int tasks() {
        return numbers.size();
    }

    @Override
    public Batch of(Batch rows, int task) {
        int width = rows.width();
        float[] all = rows.features().dense();
        int[] chosen = IntStream.range(0, rows.rows())
                .filter(row -> all[row * width + column] == numbers.get(task))
                .toArray();
        float[] inputs = new float[chosen.length * (width - 1)];
        float[] targets = new float[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            int from = chosen[i] * width;
            int to = i * (width - 1);
            System.arraycopy(all, from, inputs, to, column);
            System.arraycopy(all, from + column + 1, inputs, to + column, width - 1 - column);
            targets[i] = rows.targets()[chosen[i]];
        }
        return new Batch(inputs, targets, width - 1);
    }

    @Override
    public boolean whole() {
        return false;
    }
}
