package io.elbo4j.algorithm;

import java.util.ArrayList;
import java.util.List;

/**
 * Combines contributions in one order for every runner: neighbours in groups of {@value #FAN_IN}, then groups of groups.
 * Floating-point sums depend on their order; this order depends on the number of shards alone.
 */
public final class OrderedFold {

    /** How many neighbours are combined at once. */
    public static final int FAN_IN = 16;

    private OrderedFold() {}

    /** All contributions together, given in order of their shards. */
    public static <S, U> U of(Merge<S, U> merge, List<U> byShard) {
        List<U> level = byShard;
        while (level.size() > 1) {
            List<U> next = new ArrayList<>();
            for (int from = 0; from < level.size(); from += FAN_IN) {
                next.add(group(merge, level.subList(from, Math.min(level.size(), from + FAN_IN))));
            }
            level = next;
        }
        return level.isEmpty() ? merge.identity() : level.get(0);
    }

    /**
     * Which contributions are not finite.
     *
     * @param shards how many neighbours each is of
     * @return numbers of shards, or from which to which
     */
    public static <S, U> List<String> notFinite(Merge<S, U> merge, List<U> contributions, int shards) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < contributions.size(); i++) {
            if (!merge.isFinite(contributions.get(i))) {
                found.add(shards == 1 ? String.valueOf(i) : i * shards + "-" + ((i + 1) * shards - 1));
            }
        }
        return found;
    }

    /** One group of neighbours, combined from left to right. */
    public static <S, U> U group(Merge<S, U> merge, List<U> neighbours) {
        U sum = merge.identity();
        for (U next : neighbours) {
            sum = merge.combine(sum, next);
        }
        return sum;
    }
}
