package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @Test
    void equalWidth_ofTheTwoRowFixture_dependsOnTheNumberOfBins() {
        double[] confidence = {.62, .68};
        boolean[] correct = {true, false};
        assertEquals(.530, Calibration.expectedError(Calibration.equalWidth(confidence, correct, 15)), 1e-12);
        assertEquals(.150, Calibration.expectedError(Calibration.equalWidth(confidence, correct, 10)), 1e-12);
    }

    @Test
    void equalWidth_ofRandomRows_equalsCountingBinByBin() {
        RandomInputs random = RandomInputs.of("equalWidth");
        double[] confidence = new double[500];
        boolean[] correct = new boolean[500];
        for (int i = 0; i < 500; i++) {
            confidence[i] = random.key().uniform(i);
            correct[i] = random.key().fold(1).uniform(i) < confidence[i] * confidence[i];
        }
        for (int bins : new int[] {1, 2, 7, 10, 15, 100}) {
            double expected = 0;
            for (int b = 0; b < bins; b++) {
                double gap = 0;
                for (int i = 0; i < 500; i++) {
                    if (confidence[i] > (double) b / bins && confidence[i] <= (b + 1.0) / bins) {
                        gap += (correct[i] ? 1 : 0) - confidence[i];
                    }
                }
                expected += Math.abs(gap) / 500;
            }
            List<ReliabilityBin> found = Calibration.equalWidth(confidence, correct, bins);
            assertEquals(bins, found.size());
            assertEquals(500, found.stream().mapToLong(ReliabilityBin::count).sum());
            assertEquals(expected, Calibration.expectedError(found), 1e-12);
        }
    }

    @Test
    void equalWidth_ofEnds_putsThemInTheOuterBins() {
        List<ReliabilityBin> bins =
                Calibration.equalWidth(new double[] {0, 1, .5}, new boolean[] {false, true, true}, 2);
        // A bin holds its upper end.
        assertEquals(List.of(new ReliabilityBin(0, .5, 2, .5, .25), new ReliabilityBin(.5, 1, 1, 1, 1)), bins);
    }

    @Test
    void equalMass_ofDistinctConfidences_cutsTheSortedRows() {
        double[] confidence = {.9, .5, .7, .6, .8};
        boolean[] correct = {true, false, true, true, false};
        List<ReliabilityBin> bins = Calibration.equalMass(confidence, correct, 2);
        assertEquals(2, bins.get(0).count());
        assertEquals(3, bins.get(1).count());
        assertEquals(.5, bins.get(0).accuracy(), 1e-15);
        assertEquals(.55, bins.get(0).confidence(), 1e-15);
        assertEquals(2 / 3.0, bins.get(1).accuracy(), 1e-15);
        assertEquals((2 * .05 + 3 * (.8 - 2 / 3.0)) / 5, Calibration.expectedError(bins), 1e-15);
    }

    @Test
    void equalMass_sizes_differByOneAtMost() {
        RandomInputs random = RandomInputs.of("equalMass");
        for (int rows : new int[] {1, 14, 15, 16, 44, 1000}) {
            double[] confidence = random.scores(rows, 7, 0);
            List<ReliabilityBin> bins = Calibration.equalMass(confidence, new boolean[rows], 15);
            long least = bins.stream().mapToLong(ReliabilityBin::count).min().orElseThrow();
            long most = bins.stream().mapToLong(ReliabilityBin::count).max().orElseThrow();
            assertTrue(most - least <= 1, "rows=" + rows);
            assertEquals(rows, bins.stream().mapToLong(ReliabilityBin::count).sum());
            assertEquals(Math.min(rows, 15), bins.size());
        }
    }

    @Test
    void equalMass_ofOneConfidence_doesNotDependOnTheOrder() {
        double[] confidence = {.75, .75, .75, .75};
        double error = Calibration.expectedError(
                Calibration.equalMass(confidence, new boolean[] {true, true, true, false}, 2));
        assertEquals(0, error, 1e-15);
        assertEquals(
                0,
                Calibration.expectedError(
                        Calibration.equalMass(confidence, new boolean[] {false, true, true, true}, 4)),
                1e-15);
    }

    @Test
    void bins_badInput_isRefused() {
        boolean[] one = {true};
        assertThrows(IllegalArgumentException.class, () -> Calibration.equalWidth(new double[0], new boolean[0], 15));
        assertThrows(IllegalArgumentException.class, () -> Calibration.equalWidth(new double[2], one, 15));
        assertThrows(IllegalArgumentException.class, () -> Calibration.equalWidth(new double[1], one, 0));
        assertThrows(IllegalArgumentException.class, () -> Calibration.equalWidth(new double[] {1.1}, one, 15));
        assertThrows(IllegalArgumentException.class, () -> Calibration.equalMass(new double[] {Double.NaN}, one, 15));
        assertThrows(IllegalArgumentException.class, () -> Calibration.equalMass(new double[] {-.1}, one, 15));
        assertThrows(IllegalArgumentException.class, () -> Calibration.expectedError(List.of()));
    }
}
