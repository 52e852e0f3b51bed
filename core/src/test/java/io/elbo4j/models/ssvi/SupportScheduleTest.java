package io.elbo4j.models.ssvi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SupportScheduleTest {

    @Test
    void run_holdsItsValueRounds_andSupportRoundsInBetween() {
        for (int stepsPerRound : new int[] {1, 5, 7, 500}) {
            SupportSchedule schedule = SupportSchedule.of(spec(0.1, 100), 1, 2000, stepsPerRound);
            long support = IntStream.range(0, schedule.totalRounds())
                    .filter(round -> schedule.phase(round) != SupportSchedule.Phase.VALUES)
                    .count();
            assertEquals(2000, schedule.totalRounds() - support, "steps a round " + stepsPerRound);
            assertEquals(schedule.cycles(), support);
            assertEquals(SupportSchedule.Phase.VALUES, schedule.phase(schedule.totalRounds() - 1));
        }
    }

    @Test
    void supportRounds_followEachHundredSteps_untilThreeQuarters() {
        SupportSchedule schedule = SupportSchedule.of(spec(0.1, 100), 1, 2000, 1);
        // T_end = 1500: support moves after steps 100, 200 ... 1400.
        assertEquals(14, schedule.cycles());
        assertEquals(SupportSchedule.Phase.MOVE, schedule.phase(100));
        assertEquals(SupportSchedule.Phase.MOVE, schedule.phase(201));
        assertEquals(SupportSchedule.Phase.VALUES, schedule.phase(99));
        assertEquals(SupportSchedule.Phase.VALUES, schedule.phase(101));
        assertEquals(SupportSchedule.Phase.VALUES, schedule.phase(1514));
    }

    @Test
    void twoPasses_nominateThenMove_withOneFraction() {
        SupportSchedule schedule = SupportSchedule.of(spec(0.1, 100), 2, 2000, 1);
        assertEquals(2000 + 2 * 14, schedule.totalRounds());
        assertEquals(SupportSchedule.Phase.VALUES, schedule.phase(99));
        assertEquals(SupportSchedule.Phase.NOMINATION, schedule.phase(100));
        assertEquals(SupportSchedule.Phase.MOVE, schedule.phase(101));
        assertEquals(SupportSchedule.Phase.VALUES, schedule.phase(102));
        assertEquals(schedule.fraction(100), schedule.fraction(101));
        assertEquals(100, schedule.stepStart(101));
        assertEquals(202, schedule.stepStart(203));
    }

    @Test
    void fraction_isHalfACosine() {
        SupportSchedule schedule = SupportSchedule.of(spec(0.1, 100), 1, 2000, 1);
        double before = 0.3;
        for (int cycle = 0; cycle < schedule.cycles(); cycle++) {
            double fraction = schedule.fraction(101 * cycle + 100);
            double t = 100.0 * (cycle + 1);
            assertEquals(0.15 * (1 + Math.cos(Math.PI * t / 1500)), fraction, 1e-12);
            assertTrue(fraction > 0 && fraction < before);
            before = fraction;
        }
    }

    @Test
    void denseNetwork_neverMovesItsSupport() {
        SupportSchedule schedule = SupportSchedule.of(spec(1, 100), 1, 2000, 1);
        assertEquals(2000, schedule.totalRounds());
        assertTrue(IntStream.range(0, 2000).noneMatch(round -> schedule.phase(round) != SupportSchedule.Phase.VALUES));
    }

    @Test
    void shortRun_hasNoSupportRounds() {
        assertEquals(50, SupportSchedule.of(spec(0.1, 100), 1, 50, 1).totalRounds());
        assertEquals(1, SupportSchedule.of(spec(0.1, 100), 1, 1, 1).totalRounds());
    }

    @Test
    void of_badSettings_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> spec(0, 100));
        assertThrows(IllegalArgumentException.class, () -> spec(1.5, 100));
        assertThrows(IllegalArgumentException.class, () -> spec(0.5, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SsviSpec(
                        0.5,
                        Allocation.UNIFORM,
                        List.of(),
                        false,
                        RemovalScore.SNR,
                        true,
                        1,
                        1.5,
                        0.75,
                        1,
                        Integer.MAX_VALUE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SsviSpec(
                        0.5,
                        Allocation.UNIFORM,
                        List.of(),
                        false,
                        RemovalScore.SNR,
                        true,
                        1,
                        0.3,
                        -1,
                        1,
                        Integer.MAX_VALUE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SsviSpec(
                        0.5,
                        Allocation.UNIFORM,
                        List.of(),
                        false,
                        RemovalScore.SNR,
                        true,
                        1,
                        0.3,
                        0.75,
                        0,
                        Integer.MAX_VALUE));
    }

    private static SsviSpec spec(double density, int everySteps) {
        return new SsviSpec(
                density,
                Allocation.UNIFORM,
                List.of(),
                false,
                RemovalScore.SNR_MEAN_ABS,
                true,
                everySteps,
                0.3,
                0.75,
                1,
                Integer.MAX_VALUE);
    }
}
