package io.elbo4j.models.protocl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final int ROWS = 60;
    private static final int[] ROOM = {4, 0, 9, 2};

    /** Rows by their number, so that what was kept can be told. */
    private static Memory sample(long seed, int[] room, int[] numbers) {
        float[] features = new float[numbers.length];
        float[] targets = new float[numbers.length];
        double[] ranks = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            features[i] = numbers[i];
            targets[i] = (int) (Key.of(seed).fold(7).uniform(numbers[i]) * room.length);
            ranks[i] = Key.of(seed).uniform(numbers[i]);
        }
        return Memory.of(room, ranks, new Batch(features, targets, 1));
    }

    private static int[] all() {
        return IntStream.range(0, ROWS).toArray();
    }

    @Test
    void with_isAssociativeAndCommutative_andTheSampleOfAllRows() {
        Forall.seeds(10, seed -> {
            int[] order = Key.of(seed).fold(3).permutation(ROWS);
            Memory a = sample(seed, ROOM, Arrays.copyOfRange(order, 0, 13));
            Memory b = sample(seed, ROOM, Arrays.copyOfRange(order, 13, 14));
            Memory c = sample(seed, ROOM, Arrays.copyOfRange(order, 14, ROWS));
            Memory pooled = sample(seed, ROOM, all());
            assertEquals(pooled, a.with(b).with(c));
            assertEquals(pooled, c.with(a.with(b)));
            assertEquals(pooled, b.with(c).with(a));
            assertEquals(pooled, pooled.with(Memory.NONE));
            assertEquals(pooled, Memory.NONE.with(pooled));
        });
    }

    @Test
    void within_lessRoom_isTheSampleThatHadLessRoomAtOnce() {
        int[] less = {2, 0, 3, 1};
        Memory wide = sample(1, ROOM, all());
        assertEquals(sample(1, less, all()), wide.within(less, Memory.NONE));
        assertArrayEquals(
                new double[] {2, 0, 3, 1}, wide.within(less, Memory.NONE).counts(4));
    }

    @Test
    void with_ofAnotherSize_isAClearError() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> sample(1, ROOM, all()).with(sample(1, new int[4], all())));
        assertTrue(String.valueOf(error.getMessage()).startsWith("memory: samples of different sizes"));
    }

    @Test
    void shares_areEvenAsFarAsRowsAllow_andFillTheMemory() {
        assertArrayEquals(new int[] {4, 3, 3}, Memory.shares(new double[] {50, 50, 50}, 10));
        assertArrayEquals(new int[] {1, 5, 0, 4}, Memory.shares(new double[] {1, 9, 0, 9}, 10));
        assertArrayEquals(new int[] {2, 3}, Memory.shares(new double[] {2, 3}, 10));
        assertArrayEquals(new int[] {0, 0}, Memory.shares(new double[] {2, 3}, 0));
        assertArrayEquals(new int[] {100, 100}, Memory.shares(new double[] {6000, 6000}, 200));
        assertArrayEquals(new int[] {1, 1, 0}, Memory.shares(new double[] {5, 5, 5}, 2));
    }

    /** Each row of a class is kept as often as any other: 6 of 20, over 3,000 draws, within 5 standard errors. */
    @Test
    void sample_isUniformWithinAClass() {
        int draws = 3000;
        int[] kept = new int[20];
        for (int seed = 0; seed < draws; seed++) {
            for (float number : sample(
                            seed, new int[] {6}, IntStream.range(0, 20).toArray())
                    .features()) {
                kept[(int) number]++;
            }
        }
        double error = Math.sqrt(0.3 * 0.7 / draws);
        for (int count : kept) {
            assertEquals(0.3, count / (double) draws, 5 * error);
        }
    }

    @Test
    void bytes_areThoseOfTheNumbers() {
        assertEquals(
                4L * (3 * 4 + 4 + 8),
                Memory.of(new int[] {9}, new double[4], new Batch(new float[12], new float[4], 3))
                        .bytes());
        assertEquals(0, Memory.NONE.bytes());
    }
}
