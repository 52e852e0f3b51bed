package io.elbo4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.math.Key;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShiftedImagesTest {

    private static final int HEIGHT = 3;
    private static final int WIDTH = 4;

    /** Two channels of the same image whose pixels say where they are, one above the other by 100; rows are copies. */
    private static Batch rows(int count) {
        float[] values = new float[count * 2 * HEIGHT * WIDTH];
        for (int i = 0; i < values.length; i++) {
            int pixel = i % (HEIGHT * WIDTH);
            values[i] = 10 * (pixel / WIDTH) + pixel % WIDTH + 100 * (i / (HEIGHT * WIDTH) % 2);
        }
        return new Batch(values, new float[count], 2 * HEIGHT * WIDTH);
    }

    @Test
    void eachImage_movesByOneOfNineWays_equallyOften_allChannelsAlike() {
        int count = 9_000;
        Batch moved = new ShiftedImages(HEIGHT, WIDTH, 1).of(rows(count), Key.of(5));
        Map<Integer, Integer> times = new HashMap<>();
        for (int row = 0; row < count; row++) {
            float[] image = moved.slice(row, row + 1).features().dense();
            // The pixel that came to the middle says how far.
            int down = 1 - (int) image[WIDTH + 1] / 10;
            int right = 1 - (int) image[WIDTH + 1] % 10;
            times.merge(3 * down + right, 1, Integer::sum);
            for (int i = 0; i < image.length; i++) {
                int y = Math.max(0, Math.min(HEIGHT - 1, i / WIDTH % HEIGHT - down));
                int x = Math.max(0, Math.min(WIDTH - 1, i % WIDTH - right));
                assertEquals(10 * y + x + 100 * (i / (HEIGHT * WIDTH)), image[i], "row=" + row + " at=" + i);
            }
        }
        assertEquals(9, times.size());
        // Five standard deviations of a count of 1,000 or so.
        assertTrue(times.values().stream().allMatch(n -> Math.abs(n - 1_000) < 150), times + " seed 5");
    }

    @Test
    void sameKey_sameImages_andTheFirstOnesDoNotDependOnTheRest() {
        ShiftedImages shifted = new ShiftedImages(HEIGHT, WIDTH, 2);
        float[] some = shifted.of(rows(3), Key.of(6)).features().dense();
        float[] more = shifted.of(rows(8), Key.of(6)).slice(0, 3).features().dense();
        assertArrayEquals(some, more);
    }

    @Test
    void noPixels_leaveRowsAsTheyAre() {
        Batch rows = rows(2);
        assertSame(rows, ShiftedImages.NONE.of(rows, Key.of(1)));
    }

    @Test
    void asFarAsTheImageIsWide_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ShiftedImages(HEIGHT, WIDTH, WIDTH));
        assertThrows(IllegalArgumentException.class, () -> new ShiftedImages(HEIGHT, WIDTH, -1));
    }
}
