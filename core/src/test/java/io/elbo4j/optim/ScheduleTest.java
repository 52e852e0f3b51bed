package io.elbo4j.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void at_risesLinearly_thenFallsByACosine() {
        Schedule schedule = new Schedule(2, 4, 104);
        assertEquals(0.5, schedule.at(0), 1e-12);
        assertEquals(2, schedule.at(3), 1e-12);
        assertEquals(2, schedule.at(4), 1e-12);
        assertEquals(2 * Math.cos(Math.PI / 8) * Math.cos(Math.PI / 8), schedule.at(29), 1e-12);
        assertEquals(1, schedule.at(54), 1e-12);
        assertEquals(0, schedule.at(104), 1e-12);
        assertEquals(0, schedule.at(1_000_000), 1e-12);
    }

    @Test
    void at_withoutWarmup_startsAtThePeak_andNeverRises() {
        Schedule schedule = new Schedule(0.3, 0, 50);
        assertEquals(0.3, schedule.at(0), 1e-12);
        for (int step = 1; step <= 50; step++) {
            assertTrue(schedule.at(step) < schedule.at(step - 1));
        }
    }

    @Test
    void of_badSettings_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new Schedule(0, 0, 10));
        assertThrows(IllegalArgumentException.class, () -> new Schedule(1, -1, 10));
        assertThrows(IllegalArgumentException.class, () -> new Schedule(1, 10, 10));
        assertThrows(IllegalArgumentException.class, () -> new Schedule(Double.NaN, 0, 10));
    }
}
