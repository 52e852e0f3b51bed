package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionShapeTest {

    /** Four rows; the surest two are right, the third is wrong, the last right. */
    private static final ClassPrediction CLASSES = ClassPrediction.ofProbabilities(
            2, new double[] {0.99, 0.01, 0.05, 0.95, 0.2, 0.8, 0.6, 0.4}, new float[] {0, 1, 0, 0});

    @Test
    void kept_ofClasses_isTheAccuracyOfTheSurest() {
        List<KeptScore> curve = KeptScore.curve(CLASSES, 4);
        double[] accuracy = {1, 1, 2.0 / 3, 0.75};
        for (int kept = 1; kept <= 4; kept++) {
            assertEquals(kept / 4.0, curve.get(kept - 1).share());
            assertEquals(accuracy[kept - 1], curve.get(kept - 1).score(), 1e-12);
        }
    }

    @Test
    void kept_ofAllRows_isTheMetric() {
        List<KeptScore> curve = KeptScore.curve(CLASSES, 50);
        assertEquals(new KeptScore(1, Classification.accuracy(CLASSES)), curve.get(curve.size() - 1));
        ValuePrediction values = values();
        curve = KeptScore.curve(values, 50);
        assertEquals(Regression.rmse(values), curve.get(curve.size() - 1).score(), 1e-12);
        assertEquals(1, curve.get(0).score(), 1e-12, "the surest row is off by 1");
    }

    @Test
    void kept_ofRowsEquallySure_doesNotDependOnTheirOrder() {
        double[] half = {0.7, 0.3, 0.7, 0.3};
        List<KeptScore> rightFirst = KeptScore.curve(ClassPrediction.ofProbabilities(2, half, new float[] {0, 1}), 2);
        List<KeptScore> wrongFirst = KeptScore.curve(ClassPrediction.ofProbabilities(2, half, new float[] {1, 0}), 2);
        assertEquals(rightFirst, wrongFirst);
        assertEquals(0.5, rightFirst.get(0).score());
    }

    @Test
    void shape_ofClasses_countsEachRowOnce() {
        PredictionShape shape = PredictionShape.of(CLASSES).withUnfamiliar(CLASSES);
        assertEquals(
                List.of("right", "wrong", "unfamiliar"),
                shape.entropy().stream().map(Histogram::name).toList());
        assertEquals(
                List.of(3L, 1L, 4L),
                shape.entropy().stream().map(Histogram::total).toList());
        assertEquals(
                4, shape.reliability().stream().mapToLong(ReliabilityBin::count).sum());
        assertEquals(Classification.ece(CLASSES, 15), Calibration.expectedError(shape.reliability()), 1e-12);
    }

    @Test
    void shape_ofValues_hasTheCoverageOfTheMetrics() {
        PredictionShape shape = PredictionShape.of(values());
        Coverage last = shape.coverage().get(9);
        assertEquals(0.95, last.level(), 1e-12);
        assertEquals(Regression.coverage(values(), 0.95), last.share());
        assertTrue(shape.reliability().isEmpty() && shape.entropy().isEmpty());
    }

    @Test
    void shape_ofEpisodes_hasTheCalibrationOfTheirQueries() {
        PredictionShape shape = FewShot.shape(FewShot.of(CLASSES).plus(FewShot.of(CLASSES)));
        assertEquals(
                8, shape.reliability().stream().mapToLong(ReliabilityBin::count).sum());
        assertEquals(
                Calibration.expectedError(PredictionShape.of(CLASSES).reliability()),
                Calibration.expectedError(shape.reliability()),
                1e-12);
        assertEquals(PredictionShape.NONE, FewShot.shape(FewShot.of(values())));
    }

    @Test
    void histogram_hasItsLowerEnds_andWhatLiesOutsideAtItsEnds() {
        double[] values = {-9, 0, 0.99, 1, 2.5, 3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        assertEquals(List.of(4L, 1L, 3L), Histogram.of("x", 0, 3, 3, values).counts());
        assertThrows(IllegalArgumentException.class, () -> Histogram.of("x", 1, 1, 3, values));
    }

    private static ValuePrediction values() {
        return ValuePrediction.ofNormals(
                new double[] {1}, new double[][] {{0, 0, 0}}, new double[][] {{0.1, 1, 2}}, 0.5, new float[] {1, 2, -3
                });
    }
}
