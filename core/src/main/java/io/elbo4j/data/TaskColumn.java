package io.elbo4j.data;

import io.elbo4j.math.Key;

/**
 * Tasks in a table: the first feature is the number of a row's task, the others are its inputs. An episode is one task: K rows to
 * learn from, the rest to judge by. Each pass of a shard's episodes visits each of its tasks once, in an order of its own.
 *
 * @param shots K, at least 1
 * @param queries Q: at most so many of the rest, at least 1
 */
public record TaskColumn(int shots, int queries) implements EpisodeSource {

    public TaskColumn {
        if (shots < 1 || queries < 1) {
            throw new IllegalArgumentException(
                    "episodes: sizes out of range: shots=" + shots + " queries=" + queries + "; both are at least 1");
        }
    }

    @Override
    public Episodes of(Shard shard) {
        Batch rows = shard.examples();
        if (rows.rows() > 0 && rows.width() < 2) {
            throw new IllegalArgumentException("episodes: no inputs beside the task: features=" + rows.width()
                    + "; the first column is the task, the others are inputs");
        }
        RowGroups tasks = RowGroups.of("task", shard, row -> rows.features().dense()[row * rows.width()]);
        for (int t = 0; t < tasks.count(); t++) {
            if (tasks.rows()[t].length <= shots) {
                throw new IllegalArgumentException("episodes: too few rows of a task: task=" + tasks.names()[t]
                        + " rows=" + tasks.rows()[t].length + " shots=" + shots
                        + "; a task needs a row more than it learns from: lower shots, or leave the task out");
            }
        }
        return new OfTasks(this, rows, tasks, shard.shards());
    }

    private record OfTasks(TaskColumn spec, Batch rows, RowGroups tasks, int shards) implements Episodes {

        @Override
        public boolean isEmpty() {
            return tasks.count() == 0;
        }

        @Override
        public Episode at(Key key, long id) {
            long turn = id / shards;
            int[] order = key.fold(-1 - turn / tasks.count()).permutation(tasks.count());
            int task = order[(int) (turn % tasks.count())];
            int most = (int) Math.min(Integer.MAX_VALUE, (long) spec.shots + spec.queries);
            int[] chosen = tasks.drawn(task, most, key.fold(id));
            return new Episode(id, part(chosen, 0, spec.shots), part(chosen, spec.shots, chosen.length));
        }

        /** Some of the chosen rows, without the column of the task. */
        private Batch part(int[] chosen, int from, int to) {
            int width = rows.width();
            float[] all = rows.features().dense();
            float[] inputs = new float[(to - from) * (width - 1)];
            float[] targets = new float[to - from];
            for (int i = from; i < to; i++) {
                System.arraycopy(all, chosen[i] * width + 1, inputs, (i - from) * (width - 1), width - 1);
                targets[i - from] = rows.targets()[chosen[i]];
            }
            return new Batch(inputs, targets, width - 1);
        }
    }
}
