package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.conjugate.Forall;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {

    @Test
    void indices_areThoseOfASort_inAnyOrderOfTheStream() {
        Forall.seeds(50, seed -> {
            int size = 1 + (int) (seed * 7);
            float[] scores = new float[size];
            for (int i = 0; i < size; i++) {
                // Few different values, so that there are many ties.
                scores[i] = (float) Math.floor(20 * Key.of(seed).uniform(i)) / 4;
            }
            for (int k : new int[] {0, 1, size / 3, size, size + 5}) {
                int[] sorted = IntStream.range(0, size)
                        .boxed()
                        .sorted(Comparator.<Integer>comparingDouble(i -> -scores[i])
                                .thenComparing(i -> i))
                        .limit(k)
                        .mapToInt(Integer::intValue)
                        .sorted()
                        .toArray();
                TopK kept = new TopK(k);
                for (int i : Key.of(seed).fold(k).permutation(size)) {
                    kept.offer(scores[i], i);
                }
                assertArrayEquals(sorted, kept.indices(), "k=" + k);
            }
        });
    }

    @Test
    void values_keepTheirSigns_andGoWithTheIndices() {
        Forall.seeds(30, seed -> {
            float[] numbers = new float[40];
            Key.of(seed).gaussians(numbers);
            for (int k : new int[] {0, 3, 40}) {
                TopK kept = new TopK(k);
                for (int i : Key.of(seed).fold(k).permutation(numbers.length)) {
                    kept.offer(numbers[i], i);
                }
                int[] indices = kept.indices();
                assertEquals(k, kept.size());
                for (int n = 0; n < k; n++) {
                    assertEquals(numbers[indices[n]], kept.values()[n]);
                }
                float least = k == 0 ? Float.POSITIVE_INFINITY : Float.MAX_VALUE;
                for (float value : kept.values()) {
                    least = Math.min(least, Math.abs(value));
                }
                float limit = least;
                assertEquals(
                        k,
                        IntStream.range(0, 40)
                                .filter(i -> Math.abs(numbers[i]) >= limit)
                                .count());
            }
        });
    }

    @Test
    void offer_takesTheWholeRangeOfFloats() {
        TopK two = new TopK(2);
        two.offer(Float.MIN_VALUE, 0);
        two.offer(0f, 1);
        two.offer(Float.POSITIVE_INFINITY, Integer.MAX_VALUE);
        two.offer(Float.MAX_VALUE, 7);
        assertArrayEquals(new int[] {7, Integer.MAX_VALUE}, two.indices());
    }
}
