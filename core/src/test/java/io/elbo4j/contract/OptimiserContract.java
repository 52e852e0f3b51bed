package io.elbo4j.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import org.junit.jupiter.api.Test;

/** Laws of a {@link FirstOrder} rule. */
public abstract class OptimiserContract {

    /** The rule under test. */
    protected abstract FirstOrder rule();

    @Test
    void move_withoutGradientOrMemory_isNone() {
        assertEquals(0, rule().at(1, 0.1).move(0, new float[rule().slots()][1], 0, 0), 0);
    }

    @Test
    void move_followsTheGradient_inProportionToTheRate() {
        for (double gradient : new double[] {-3, -1e-3, 1e-3, 3}) {
            double move = rule().at(1, 0.1).move(gradient, new float[rule().slots()][1], 0, 0);
            assertTrue(move * gradient > 0, "gradient=" + gradient + " move=" + move);
            assertEquals(7 * move, rule().at(1, 0.7).move(gradient, new float[rule().slots()][1], 0, 0), 1e-12);
        }
    }

    @Test
    void move_touchesItsOwnMemoryAlone() {
        int first = 1;
        float[][] slots = new float[rule().slots() + 2][3];
        for (float[] slot : slots) {
            java.util.Arrays.fill(slot, 0.5f);
        }
        float[][] before = java.util.Arrays.stream(slots).map(float[]::clone).toArray(float[][]::new);
        rule().at(4, 0.1).move(2, slots, first, 1);
        assertArrayEquals(before[0], slots[0]);
        assertArrayEquals(before[first + rule().slots()], slots[first + rule().slots()]);
        for (int s = 0; s < slots.length; s++) {
            assertEquals(before[s][0], slots[s][0]);
            assertEquals(before[s][2], slots[s][2]);
        }
    }

    @Test
    void move_repeated_findsTheTopOfAConcaveQuadratic() {
        for (double curvature : new double[] {0.3, 1, 4}) {
            Schedule schedule = new Schedule(0.1, 10, 2000);
            float[][] slots = new float[rule().slots()][1];
            double x = -2;
            for (int step = 0; step < 2000; step++) {
                x += rule().at(step + 1, schedule.at(step)).move(-curvature * (x - 3), slots, 0, 0);
            }
            assertEquals(3, x, 1e-3, "curvature=" + curvature);
        }
    }
}
