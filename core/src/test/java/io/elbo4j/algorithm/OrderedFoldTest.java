package io.elbo4j.algorithm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.elbo4j.math.Sums;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderedFoldTest {

    /** Writes down the order of the combinations. */
    private static final Merge<String, String> BRACKETS = new Merge<>() {
        @Override
        public String identity() {
            return "";
        }

        @Override
        public String combine(String left, String right) {
            return left.isEmpty() ? right : right.isEmpty() ? left : "(" + left + right + ")";
        }

        @Override
        public Outcome<String> finish(Round<String> round, String combined) {
            return new Outcome<>(combined, Map.of());
        }
    };

    @Test
    void of_oneGroup_goesFromLeftToRight() {
        assertEquals("", OrderedFold.of(BRACKETS, List.of()));
        assertEquals("a", OrderedFold.of(BRACKETS, List.of("a")));
        assertEquals("(((ab)c)d)", OrderedFold.of(BRACKETS, List.of("a", "b", "c", "d")));
        assertEquals("((ab)d)", OrderedFold.of(BRACKETS, List.of("a", "b", "", "d")));
    }

    @Test
    void of_manyShards_combinesGroupsOfNeighbours() {
        List<String> shards = new ArrayList<>();
        for (int s = 0; s < 300; s++) {
            shards.add("[" + s + "]");
        }
        List<String> groups = new ArrayList<>();
        for (int from = 0; from < 300; from += OrderedFold.FAN_IN) {
            groups.add(OrderedFold.group(BRACKETS, shards.subList(from, Math.min(300, from + OrderedFold.FAN_IN))));
        }
        assertEquals(19, groups.size());
        String left = OrderedFold.group(BRACKETS, groups.subList(0, 16));
        String right = OrderedFold.group(BRACKETS, groups.subList(16, 19));
        assertEquals(BRACKETS.combine(left, right), OrderedFold.of(BRACKETS, shards));
    }

    @Test
    void of_oneContribution_keepsItAsItIs() {
        double[] array = {1, 2};
        Merge<String, Sums> sums = new Merge<>() {
            @Override
            public Sums identity() {
                return Sums.NONE;
            }

            @Override
            public Sums combine(Sums left, Sums right) {
                return left.plus(right);
            }

            @Override
            public Outcome<String> finish(Round<String> round, Sums combined) {
                return new Outcome<>("", Map.of());
            }
        };
        assertSame(
                array,
                OrderedFold.of(sums, List.of(Sums.of(1, 0, array))).arrays().get(0));
    }
}
