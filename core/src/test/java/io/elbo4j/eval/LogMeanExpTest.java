package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LogMeanExpTest {

    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void of_moderateTerms_equalsTheDirectFormula() {
        RandomInputs random = RandomInputs.of("logMeanExp");
        for (int trial = 0; trial < 50; trial++) {
            double[] terms = new double[1 + trial];
            double sum = 0;
            for (int i = 0; i < terms.length; i++) {
                terms[i] = 5 * random.fold(trial).key().gaussian(i);
                sum += Math.exp(terms[i]);
            }
            assertEquals(Math.log(sum / terms.length), LogMeanExp.of(terms), 1e-12);
        }
    }

    @Test
    void of_hugeAndTinyTerms_neitherOverflowsNorVanishes() {
        assertEquals(1000 + Math.log((1 + Math.exp(-1)) / 2), LogMeanExp.of(1000, 999), 1e-12);
        assertEquals(-5000 + Math.log((1 + Math.exp(-1)) / 2), LogMeanExp.of(-5001, -5000), 1e-12);
        assertEquals(1e300 - Math.log(2), LogMeanExp.of(-1e300, 1e300));
        assertEquals(-1e300, LogMeanExp.of(-1e300, -1e300));
    }

    @Test
    void of_infinities_followsTheLimit() {
        assertEquals(-INF, LogMeanExp.of(-INF, -INF));
        assertEquals(Math.log(0.5), LogMeanExp.of(-INF, 0), 1e-15);
        assertEquals(Math.log(0.5), LogMeanExp.of(0, -INF), 1e-15);
        assertEquals(INF, LogMeanExp.of(INF, 3, INF, -INF));
        assertEquals(INF, LogMeanExp.of(-INF, INF));
    }

    @Test
    void of_sharedShift_shiftsTheResult() {
        double plain = LogMeanExp.of(0.3, -2, 1.7);
        assertEquals(plain - 12345, LogMeanExp.of(0.3 - 12345, -2 - 12345, 1.7 - 12345), 1e-10);
    }

    @Test
    void add_toOneCell_leavesTheOthers() {
        LogMeanExp cells = new LogMeanExp(2);
        cells.add(0, 1);
        cells.add(1, 5);
        cells.add(0, 2);
        assertEquals(LogMeanExp.of(1, 2), cells.logMean(0, 2));
        assertEquals(5, cells.logMean(1, 1));
    }

    @Test
    void of_nothingOrNaN_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> LogMeanExp.of());
        assertThrows(IllegalArgumentException.class, () -> LogMeanExp.of(0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> LogMeanExp.of(Double.NaN, 0));
    }
}
