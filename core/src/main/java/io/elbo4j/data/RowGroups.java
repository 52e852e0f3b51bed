package io.elbo4j.data;

import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Rows with the same whole number, such as a class or a task.
 *
 * @param names the numbers, ascending
 * @param rows {@code [groups]}: the rows of each, in order
 */
record RowGroups(int[] names, int[][] rows) {

    /**
     * Groups by a number a row.
     *
     * @param what is grouped, for errors
     */
    static RowGroups of(String what, Shard shard, IntToDoubleFunction number) {
        int count = shard.examples().rows();
        // By number, then row, in one array: this is done anew for each round.
        long[] order = new long[count];
        for (int row = 0; row < count; row++) {
            double value = number.applyAsDouble(row);
            if (!(value >= 0 && value == Math.rint(value) && value <= Integer.MAX_VALUE)) {
                throw new IllegalArgumentException("episodes: not the number of a " + what + ": row="
                        + (shard.globalRow(row) + 1) + " value=" + value + "; number them from 0 up");
            }
            order[row] = (long) value << 32 | row;
        }
        Arrays.sort(order);
        int groups = 0;
        for (int i = 0; i < count; i++) {
            groups += i == 0 || order[i] >>> 32 != order[i - 1] >>> 32 ? 1 : 0;
        }
        int[] names = new int[groups];
        int[][] rows = new int[groups][];
        int from = 0;
        for (int g = 0; g < groups; g++) {
            int to = from;
            while (to < count && order[to] >>> 32 == order[from] >>> 32) {
                to++;
            }
            names[g] = (int) (order[from] >>> 32);
            rows[g] = new int[to - from];
            for (int i = from; i < to; i++) {
                rows[g][i - from] = (int) order[i];
            }
            from = to;
        }
        return new RowGroups(names, rows);
    }

    int count() {
        return names.length;
    }

    /** The first so many of a random order of a group's rows. */
    int[] drawn(int group, int most, Key key) {
        int[] own = rows[group];
        int[] order = key.permutation(own.length);
        int[] chosen = new int[Math.min(most, own.length)];
        Arrays.setAll(chosen, i -> own[order[i]]);
        return chosen;
    }
}
