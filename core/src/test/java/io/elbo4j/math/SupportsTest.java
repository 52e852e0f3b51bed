package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.conjugate.Forall;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SupportsTest {

    @Test
    void union_shared_andPosition_areThoseOfSets() {
        Forall.seeds(50, seed -> {
            int[] left = support(seed, 0);
            int[] right = support(seed, 1);
            TreeSet<Integer> union = new TreeSet<>(IntStream.of(left).boxed().toList());
            TreeSet<Integer> shared = new TreeSet<>(union);
            union.addAll(IntStream.of(right).boxed().toList());
            shared.retainAll(IntStream.of(right).boxed().toList());
            assertArrayEquals(union.stream().mapToInt(i -> i).toArray(), Supports.union(left, right));
            assertEquals(shared.size(), Supports.shared(left, right));
            for (int index = 0; index < 40; index++) {
                int limit = index;
                assertEquals(IntStream.of(left).filter(each -> each < limit).count(), Supports.position(left, index));
            }
        });
    }

    private static int[] support(long seed, int side) {
        double density = Key.of(seed).fold(2).uniform(side);
        return IntStream.range(0, 40)
                .filter(i -> Key.of(seed).fold(side).uniform(i) < density)
                .toArray();
    }
}
