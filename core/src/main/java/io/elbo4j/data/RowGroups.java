package io.elbo4j.data;

import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
    static RowGroups of(String what, int count, IntToDoubleFunction number) {
        SortedMap<Integer, List<Integer>> groups = new TreeMap<>();
        for (int row = 0; row < count; row++) {
            double value = number.applyAsDouble(row);
            if (!(value >= 0 && value == Math.rint(value) && value <= Integer.MAX_VALUE)) {
                throw new IllegalArgumentException("episodes: not the number of a " + what + ": row=" + row + " value="
                        + value + "; number them from 0 up");
            }
            groups.computeIfAbsent((int) value, name -> new ArrayList<>()).add(row);
        }
        int[] names = groups.keySet().stream().mapToInt(Integer::intValue).toArray();
        int[][] rows = groups.values().stream()
                .map(each -> each.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
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
