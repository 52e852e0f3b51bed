package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.conjugate.Forall;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LowestTest {

    @Test
    void marked_areTheFirstOfAStableSort() {
        Forall.seeds(20, seed -> {
            double[] scores = IntStream.range(0, 40)
                    .mapToDouble(i -> Math.rint(3 * Key.of(seed).gaussian(i)))
                    .toArray();
            for (int count = 0; count <= 40; count++) {
                boolean[] expected = new boolean[40];
                IntStream.range(0, 40)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> scores[i]))
                        .limit(count)
                        .forEach(i -> expected[i] = true);
                assertArrayEquals(expected, Lowest.marked(scores, count), "count=" + count);
            }
        });
    }

    @Test
    void marked_changesNoScore() {
        double[] scores = {2, -1, 2, 0};
        assertArrayEquals(new boolean[] {true, true, false, true}, Lowest.marked(scores, 3));
        assertEquals("[2.0, -1.0, 2.0, 0.0]", Arrays.toString(scores));
    }
}
