package io.elbo4j.data;

import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A stream without sharp boundaries: some rows of each task come a task early or a task late. Where a row goes is a function of the
 * key, of its task and of what it shows, so equal rows go together.
 *
 * @param stream with boundaries
 * @param blur expected part of a task's rows that come with a neighbour, half of them with each; at the ends half of it stays
 * @param key of who goes
 */
public record BlurredTasks(TaskStream stream, double blur, Key key) implements TaskStream {

    public BlurredTasks {
        if (!(blur >= 0 && blur <= 1)) {
            throw new IllegalArgumentException(
                    "stream: blur out of range: stream.blur=" + blur + "; use a number from 0 to 1");
        }
    }

    @Override
    public int tasks() {
        return stream.tasks();
    }

    @Override
    public Batch of(Batch rows, int task) {
        List<Batch> parts = new ArrayList<>();
        for (int from = Math.max(0, task - 1); from < Math.min(tasks(), task + 2); from++) {
            Batch shown = stream.of(rows, from);
            int own = from;
            parts.add(shown.select(IntStream.range(0, shown.rows())
                    .filter(row -> comesWith(shown.slice(row, row + 1), own) == task)
                    .toArray()));
        }
        return Batch.concatenated(parts, parts.get(0).width(), parts.get(0).features() instanceof SparseFeatures);
    }

    private int comesWith(Batch row, int own) {
        double uniform = key.fold(own).uniform(row.hashCode());
        int other = uniform < blur / 2 ? own - 1 : uniform < blur ? own + 1 : own;
        return other < 0 || other >= tasks() ? own : other;
    }

    @Override
    public boolean whole() {
        return false;
    }
}
