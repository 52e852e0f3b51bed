package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyTest {

    /** Worked out apart from this code. They are part of the format of results: a change changes what every seed means. */
    @Test
    void numbers_arePinned() {
        Key key = Key.of(42);
        assertEquals(-4767286540954276203L, key.state());
        assertEquals(6332618229526065668L, key.bits(0));
        assertEquals(-816328817471504299L, key.bits(1));
        assertEquals(-9166005473658757410L, key.fold(7).fold(-1).bits(3));
        assertEquals(0.48634953628166855, key.uniform(2), 0);
        assertEquals(2.213941135137309, key.gaussian(0), 1e-14);
        assertEquals(-0.16338820725044712, key.gaussian(1), 1e-14);
        assertEquals(1.371685074104698, Stream.NOISE.of(key).gaussian(5), 1e-14);
        assertArrayEquals(new int[] {5, 6, 1, 4, 0, 7, 2, 3}, key.permutation(8));
        float[] signs = new float[6];
        key.signs(signs);
        assertArrayEquals(new float[] {-1, -1, 1, -1, -1, -1}, signs);
    }

    /** Pinned too. They were made by plain loops; {@code ElementwiseTest} holds all others to the same bits. */
    @Test
    void gaussians_arePinned_andDoNotDependOnTheLength() {
        float[] numbers = new float[300];
        Key.of(3).gaussians(numbers);
        float[] fewer = new float[40];
        Key.of(3).gaussians(fewer);
        assertArrayEquals(java.util.Arrays.copyOf(numbers, 40), fewer);
        assertArrayEquals(
                new float[] {-0.7822509f, -1.8060035f, -0.9437141f},
                new float[] {numbers[0], numbers[17], numbers[299]});
    }

    @Test
    void uniforms_areUniform() {
        Forall.seeds(5, seed -> {
            int draws = 200_000;
            int[] bins = new int[100];
            for (int i = 0; i < draws; i++) {
                double u = Key.of(seed).uniform(i);
                assertTrue(u >= 0 && u < 1);
                bins[(int) (u * bins.length)]++;
            }
            assertTrue(chiSquare(bins, draws) < 169, "chi-square=" + chiSquare(bins, draws) + " of 99 degrees");
        });
    }

    @Test
    void children_areIndependentOfEachOtherAndTheirParent() {
        Forall.seeds(5, seed -> {
            int draws = 20_000;
            Key parent = Key.of(seed);
            Key[] keys = {
                parent,
                parent.fold(0),
                parent.fold(1),
                parent.fold(-1),
                parent.fold(0).fold(0),
                Key.of(seed + 1)
            };
            for (int a = 0; a < keys.length; a++) {
                for (int b = 0; b < a; b++) {
                    double correlation = 0;
                    double shifted = 0;
                    for (int i = 0; i < draws; i++) {
                        correlation += keys[a].gaussian(i) * keys[b].gaussian(i) / draws;
                        shifted += keys[a].gaussian(i) * keys[b].gaussian(i + 1) / draws;
                    }
                    assertEquals(0, correlation, 4.5 / Math.sqrt(draws), "keys " + a + " and " + b);
                    assertEquals(0, shifted, 4.5 / Math.sqrt(draws), "keys " + a + " and " + b + ", shifted");
                }
            }
        });
    }

    @Test
    void numberOfOneCounter_overManyKeys_isNormalToo() {
        int draws = 100_000;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < draws; i++) {
            double z = Key.of(8).fold(i).gaussian(0);
            mean += z / draws;
            square += z * z / draws;
        }
        assertEquals(0, mean, 4.5 / Math.sqrt(draws));
        assertEquals(1, square, 4.5 * Math.sqrt(2.0 / draws));
    }

    @Test
    void folds_doNotCollide() {
        long[] states = new long[200_000];
        for (int i = 0; i < states.length; i++) {
            states[i] = Key.of(1).fold(i / 400).fold(i % 400).state();
        }
        Arrays.sort(states);
        for (int i = 1; i < states.length; i++) {
            assertNotEquals(states[i - 1], states[i]);
        }
        assertNotEquals(Key.of(1).fold(2).fold(3), Key.of(1).fold(3).fold(2));
    }

    @Test
    void signs_areBalancedAndUncorrelated() {
        Forall.seeds(5, seed -> {
            float[] signs = new float[100_000];
            Key.of(seed).signs(signs);
            double sum = 0;
            double neighbours = 0;
            double words = 0;
            for (int i = 0; i < signs.length; i++) {
                assertEquals(1, Math.abs(signs[i]));
                sum += signs[i];
                neighbours += i == 0 ? 0 : signs[i] * signs[i - 1];
                words += i < 64 ? 0 : signs[i] * signs[i - 64];
            }
            double bound = 4.5 * Math.sqrt(signs.length);
            assertEquals(0, sum, bound);
            assertEquals(0, neighbours, bound);
            assertEquals(0, words, bound);
        });
    }

    @Test
    void permutations_areUniform() {
        int draws = 48_000;
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            counts.merge(Arrays.toString(Key.of(6).fold(i).permutation(4)), 1, Integer::sum);
        }
        assertEquals(24, counts.size());
        int[] bins = counts.values().stream().mapToInt(Integer::intValue).toArray();
        // 0.999 99 quantile of 23 degrees of freedom is 58.
        assertTrue(chiSquare(bins, draws) < 58, "chi-square=" + chiSquare(bins, draws));
    }

    @Test
    void permutation_holdsEveryNumberOnce() {
        for (int size : new int[] {0, 1, 2, 17, 1000}) {
            int[] order = Key.of(size).permutation(size);
            Arrays.sort(order);
            for (int i = 0; i < size; i++) {
                assertEquals(i, order[i]);
            }
        }
    }

    private static double chiSquare(int[] bins, int draws) {
        double expected = draws / (double) bins.length;
        return Arrays.stream(bins)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }
}
