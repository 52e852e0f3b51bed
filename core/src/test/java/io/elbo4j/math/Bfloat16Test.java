package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Bfloat16Test {

    private static final long SEED = Long.getLong("seed", 4);

    @ParameterizedTest
    @ValueSource(floats = {0f, -0f, 1f, -1.5f, 0x1.02p3f, Float.POSITIVE_INFINITY, Float.NaN, Float.NEGATIVE_INFINITY})
    void ofItsOwnNumbers_changesNothing(float x) {
        assertEquals(x, Bfloat16.nearest(x));
        assertEquals(x, Bfloat16.unbiased(x, 0xFFFF));
    }

    @Test
    void nearest_takesTheCloserNeighbour_andTheEvenOneBetween() {
        assertEquals(1f, Bfloat16.nearest(0x1.00ffp0f));
        assertEquals(0x1.02p0f, Bfloat16.nearest(0x1.0101p0f));
        assertEquals(1f, Bfloat16.nearest(0x1.01p0f));
        assertEquals(0x1.04p0f, Bfloat16.nearest(0x1.03p0f));
        assertEquals(-0x1.04p0f, Bfloat16.nearest(-0x1.03p0f));
    }

    @Test
    void unbiased_overAllRandomBits_hasTheNumberItselfAsMean() {
        Key key = Key.of(SEED);
        for (int i = 0; i < 50; i++) {
            float x = (float) (key.gaussian(i) * Math.exp(10 * key.gaussian(1000 + i)));
            double sum = 0;
            for (int random = 0; random <= 0xFFFF; random++) {
                float rounded = Bfloat16.unbiased(x, random);
                assertTrue(Math.abs(rounded - x) < Math.abs(x) * 0x1.0p-7, "seed=" + SEED + " x=" + x);
                sum += rounded;
            }
            assertEquals(x, sum / 0x10000, Math.abs(x) * 1e-9, "seed=" + SEED);
        }
    }
}
