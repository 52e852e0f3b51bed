package io.elbo4j.data;

import io.elbo4j.math.Key;

/**
 * Classification with few examples: N classes without replacement, numbered 0 .. N − 1 anew in each episode, K examples of each
 * to learn from and Q others to judge by. A shard's targets are its classes.
 *
 * @param ways N, at least 2
 * @param shots K, at least 1
 * @param queries Q, at least 1
 * @param rotations whether square images turned by 90, 180 and 270 degrees are three more classes
 */
public record FewShotClasses(int ways, int shots, int queries, boolean rotations) implements EpisodeSource {

    private static final int TURNS = 4;

    public FewShotClasses {
        if (ways < 2 || shots < 1 || queries < 1) {
            throw new IllegalArgumentException("episodes: sizes out of range: ways=" + ways + " shots=" + shots
                    + " queries=" + queries + "; use at least 2 classes, with an example for each part");
        }
    }

    @Override
    public Episodes of(Shard shard) {
        Batch rows = shard.examples();
        RowGroups classes = RowGroups.of("class", shard, row -> rows.targets()[row]);
        int side = (int) Math.round(Math.sqrt(rows.width()));
        if (rotations && side * side != rows.width()) {
            throw new IllegalArgumentException("episodes: only square images can be turned: shard=" + shard.index()
                    + " features=" + rows.width() + "; turn rotations off");
        }
        for (int c = 0; c < classes.count(); c++) {
            if (classes.rows()[c].length < shots + queries) {
                throw new IllegalArgumentException("episodes: too few examples of a class: class="
                        + classes.names()[c] + " examples=" + classes.rows()[c].length + " shots=" + shots
                        + " queries=" + queries + "; lower shots or queries, or leave the class out");
            }
        }
        int all = classes.count() * (rotations ? TURNS : 1);
        if (rows.rows() > 0 && all < ways) {
            throw new IllegalArgumentException("episodes: too few classes in a shard: shard=" + shard.index()
                    + " classes=" + all + " ways=" + ways + "; lower episodes.ways"
                    + (shard.shards() > 1 ? " or cluster.shards" : "") + ", or give rows of more classes");
        }
        return new OfClasses(this, rows, classes, all, side);
    }

    /**
     * The episodes of a shard.
     *
     * @param all classes, with turned ones
     * @param side of an image
     */
    private record OfClasses(FewShotClasses spec, Batch rows, RowGroups classes, int all, int side)
            implements Episodes {

        @Override
        public boolean isEmpty() {
            return all == 0;
        }

        @Override
        public Episode at(Key key, long id) {
            Key own = key.fold(id);
            int[] order = own.permutation(all);
            int width = rows.width();
            float[] support = new float[spec.ways * spec.shots * width];
            float[] query = new float[spec.ways * spec.queries * width];
            float[] supportTargets = new float[spec.ways * spec.shots];
            float[] queryTargets = new float[spec.ways * spec.queries];
            for (int way = 0; way < spec.ways; way++) {
                int turns = order[way] / classes.count();
                int[] chosen = classes.drawn(order[way] % classes.count(), spec.shots + spec.queries, own.fold(way));
                for (int i = 0; i < chosen.length; i++) {
                    boolean first = i < spec.shots;
                    int at = first ? way * spec.shots + i : way * spec.queries + i - spec.shots;
                    turned(chosen[i], turns, first ? support : query, at * width);
                    (first ? supportTargets : queryTargets)[at] = way;
                }
            }
            return new Episode(id, new Batch(support, supportTargets, width), new Batch(query, queryTargets, width));
        }

        private void turned(int row, int turns, float[] into, int at) {
            float[] from = rows.features().dense();
            int first = row * rows.width();
            for (int p = 0; p < rows.width(); p++) {
                into[at + (turns == 0 ? p : place(p / side, p % side, turns))] = from[first + p];
            }
        }

        /** Where a pixel goes. */
        private int place(int y, int x, int turns) {
            return switch (turns) {
                case 1 -> x * side + side - 1 - y;
                case 2 -> (side - 1 - y) * side + side - 1 - x;
                default -> (side - 1 - x) * side + y;
            };
        }
    }
}
