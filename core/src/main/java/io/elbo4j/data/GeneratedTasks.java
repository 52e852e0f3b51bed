package io.elbo4j.data;

import io.elbo4j.math.Key;

/**
 * Episodes of a family of tasks. They need no rows, so every shard can make every episode, and the number of shards changes
 * nothing.
 *
 * @param family of the tasks
 * @param shots K, at least 1
 * @param queries Q, at least 1
 */
public record GeneratedTasks(TaskFamily family, int shots, int queries) implements EpisodeSource {

    public GeneratedTasks {
        if (shots < 1 || queries < 1) {
            throw new IllegalArgumentException(
                    "episodes: sizes out of range: shots=" + shots + " queries=" + queries + "; both are at least 1");
        }
    }

    @Override
    public Episodes of(Shard shard) {
        return new Episodes() {
            @Override
            public boolean isEmpty() {
                return false;
            }

            @Override
            public Episode at(Key key, long id) {
                Key own = key.fold(id);
                Batch all = family.rows(own.fold(0), own.fold(1), shots + queries);
                return new Episode(id, all.slice(0, shots), all.slice(shots, shots + queries));
            }
        };
    }
}
