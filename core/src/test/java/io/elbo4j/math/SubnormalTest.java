package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.optim.Adam;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubnormalTest {

    @Test
    void toZero_changesNothingElse() {
        for (float x : new float[] {1, -1e-29f, 0, Float.POSITIVE_INFINITY, Float.NaN}) {
            assertEquals(x, Subnormal.toZero(x));
        }
        for (float x : new float[] {9e-31f, -9e-31f, Float.MIN_NORMAL, -Float.MIN_VALUE}) {
            assertEquals(0f, Subnormal.toZero(x), 0f);
        }
        float[] all = {1, -9e-31f, -1e-29f, Float.MIN_VALUE};
        Subnormal.toZero(all);
        assertArrayEquals(new float[] {1, 0, -1e-29f, 0}, all);
    }

    /** A hundred thousand steps without a gradient. */
    @Test
    void memoryOfOptimisers_decaysToZero() {
        for (FirstOrder rule : List.of(new Adam(0.9, 0.999, 1e-8), new Sgd(0.9))) {
            float[][] slots = new float[rule.slots()][1];
            rule.at(1, 0.1).move(1, slots, 0, 0);
            for (int step = 2; step < 100_000; step++) {
                rule.at(step, 0.1).move(0, slots, 0, 0);
            }
            for (float[] slot : slots) {
                assertTrue(slot[0] == 0, rule + " " + slot[0]);
            }
        }
    }
}
