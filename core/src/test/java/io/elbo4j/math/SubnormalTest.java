package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.optim.Adam;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubnormalTest {

    @Test
    void flushed_isTheSameNumber_orNoSubnormal() {
        float least = Float.MIN_NORMAL;
        for (float x = Float.MIN_VALUE; x < Float.MAX_VALUE / 4; x *= 3) {
            for (float sign : new float[] {-1, 1}) {
                float flushed = Subnormal.flushed(sign * x);
                assertTrue(flushed == 0 || Math.abs(flushed) >= least, "x=" + x);
                assertEquals(sign * x, flushed, x >= 2e-23 ? 0 : 1e-37, "x=" + x);
            }
        }
        assertEquals(0, Subnormal.flushed(Float.MIN_VALUE));
        assertEquals(Float.POSITIVE_INFINITY, Subnormal.flushed(Float.POSITIVE_INFINITY));
        assertTrue(Float.isNaN(Subnormal.flushed(Float.NaN)));
    }

    /** A hundred thousand steps without a gradient. */
    @Test
    void memoryOfOptimisers_doesNotEndAmongThem() {
        for (FirstOrder rule : List.of(new Adam(0.9, 0.999, 1e-8), new Sgd(0.9))) {
            float[][] slots = new float[rule.slots()][1];
            rule.at(1, 0.1).move(1, slots, 0, 0);
            for (int step = 2; step < 100_000; step++) {
                rule.at(step, 0.1).move(0, slots, 0, 0);
            }
            for (float[] slot : slots) {
                assertTrue(slot[0] == 0 || slot[0] >= Float.MIN_NORMAL, rule + " " + slot[0]);
                assertTrue(slot[0] < 1e-34, rule + " " + slot[0]);
            }
        }
    }
}
