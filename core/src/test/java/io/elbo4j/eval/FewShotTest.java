package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.math.Sums;
import org.junit.jupiter.api.Test;

class FewShotTest {

    @Test
    void interval_isThatOfEpisodes_withDivisorOneLess() {
        Sums sums = Sums.NONE;
        // Accuracies 1, ½, ½, 0.
        for (float[] targets : new float[][] {{0, 1}, {0, 0}, {1, 1}, {1, 0}}) {
            sums = sums.plus(FewShot.of(ClassPrediction.ofProbabilities(2, new double[] {.8, .2, .4, .6}, targets)));
        }
        Metrics metrics = FewShot.metrics(sums);
        assertEquals(4, metrics.value("episodes"));
        assertEquals(0.5, metrics.value("accuracy"), 1e-12);
        assertEquals(1.96 * Math.sqrt(0.5 / 3 / 4), metrics.value("accuracyInterval95"), 1e-12);
        double nll = -(4 * Math.log(.8) + 4 * Math.log(.2) + 4 * Math.log(.4) + 4 * Math.log(.6)) / 16;
        assertEquals(nll, metrics.value("nll"), 1e-12);
        // Half of those with confidence 0.8, and half of those with 0.6, are right.
        assertEquals(0.5 * 0.3 + 0.5 * 0.1, metrics.value("ece15"), 1e-12);
    }

    @Test
    void values_haveErrorAndCoverage() {
        Sums sums = Sums.NONE;
        for (float[] targets : new float[][] {{0, 1}, {5, 1}}) {
            sums = sums.plus(FewShot.of(PredictiveAccumulator.labelled(new GaussianFixedNoise(1), targets)
                    .add(new float[] {0, 0})
                    .prediction()));
        }
        Metrics metrics = FewShot.metrics(sums);
        assertEquals((0.5 + 13) / 2, metrics.value("mse"), 1e-9);
        assertEquals(0.75, metrics.value("coverage90"), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> FewShot.metrics(Sums.NONE));
    }
}
