package io.elbo4j.models.ssvi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class RemovalScoreTest {

    private static final double[] A = {0, 0.1, 0.5, 1, 1.5, 2, 3, 5, 10};

    @Test
    void meanAbs_equalsTheReferenceTable() {
        double[] expected = {
            .797884561, .801870662, .895593115, 1.166630941, 1.558613588, 2.016981405, 3.000764309, 5.000000107, 10
        };
        for (int i = 0; i < A.length; i++) {
            assertEquals(expected[i], RemovalScore.MEAN_ABS.of(A[i], 1), 1e-9, "a=" + A[i]);
            assertEquals(3 * expected[i], RemovalScore.MEAN_ABS.of(-3 * A[i], 3), 4e-9, "a=" + A[i]);
        }
    }

    @Test
    void snrMeanAbs_equalsTheReferenceTable() {
        double[] expected = {
            1.323608097, 1.323638091, 1.338178123, 1.459460995, 1.720441756, 2.089506861, 3.007669477, 5.000002780, 10
        };
        for (int i = 0; i < A.length; i++) {
            assertEquals(expected[i], RemovalScore.SNR_MEAN_ABS.of(A[i], 1), 1e-9, "a=" + A[i]);
            assertEquals(expected[i], RemovalScore.SNR_MEAN_ABS.of(-0.01 * A[i], 0.01), 1e-8, "a=" + A[i]);
        }
    }

    @Test
    void expScores_equalQuadrature() {
        for (double sd : new double[] {1e-8, 1e-6, 1e-4, 2.9e-4, 3.1e-4, 1e-3, 0.01, 0.1, 1, 2}) {
            for (double a : A) {
                double m = a * sd;
                // e^|θ| − 1 instead of e^|θ|: the same variance, without losing digits for narrow weights.
                double mean = expected(m, sd, Math::expm1);
                double variance = expected(m, sd, x -> (Math.expm1(x) - mean) * (Math.expm1(x) - mean));
                String at = "a=" + a + " sd=" + sd;
                double log = Math.log1p(mean);
                assertEquals(log, RemovalScore.EXP_MEAN_ABS.of(m, sd), 1e-9 * log + 1e-15, at);
                assertEquals(log, RemovalScore.EXP_MEAN_ABS.of(-m, sd), 1e-9 * log + 1e-15, at);
                double snr = (1 + mean) / Math.sqrt(variance);
                assertEquals(snr, RemovalScore.SNR_EXP_MEAN_ABS.of(m, sd), 2e-7 * snr, at);
            }
        }
    }

    @Test
    void snrAndSnrMeanAbs_orderWeightsAlike() {
        Forall.seeds(20, seed -> {
            int count = 300;
            double[] mean = new double[count];
            double[] sd = new double[count];
            Integer[] bySnr = new Integer[count];
            for (int i = 0; i < count; i++) {
                mean[i] = 3
                        * Key.of(seed).gaussian(i)
                        * Math.exp(Key.of(seed).fold(1).gaussian(i));
                sd[i] = Math.exp(2 * Key.of(seed).fold(2).gaussian(i));
                bySnr[i] = i;
            }
            Integer[] byFolded = bySnr.clone();
            Arrays.sort(bySnr, Comparator.comparingDouble(i -> RemovalScore.SNR.of(mean[i], sd[i])));
            Arrays.sort(byFolded, Comparator.comparingDouble(i -> RemovalScore.SNR_MEAN_ABS.of(mean[i], sd[i])));
            for (int i = 0; i < count; i++) {
                double snr = RemovalScore.SNR.of(mean[bySnr[i]], sd[bySnr[i]]);
                assertEquals(snr, RemovalScore.SNR.of(mean[byFolded[i]], sd[byFolded[i]]), 1e-6 * (1 + snr));
            }
        });
    }

    @Test
    void scores_areFinite_andRiseWithTheMean() {
        for (RemovalScore score : RemovalScore.values()) {
            for (double sd : new double[] {1e-10, 1e-6, 1e-3, 0.03, 1, 5}) {
                double before = 0;
                for (double a = 0; a < 1e6; a = 1.03 * a + 1e-3) {
                    double value = score.of(a * sd, sd);
                    String at = score + " a=" + a + " sd=" + sd;
                    assertTrue(Double.isFinite(value) && value >= 0, at + " value=" + value);
                    // The signal-to-noise ratio of exp|θ| may fall: a narrow weight near 0 has the steadiest
                    // exponential.
                    if (score != RemovalScore.SNR_EXP_MEAN_ABS) {
                        assertTrue(value >= before * (1 - 1e-6), at + " falls from " + before + " to " + value);
                        before = value;
                    }
                }
            }
        }
    }

    @Test
    void mostCertainWeight_isNeverTheFirstToGo() {
        for (RemovalScore score : RemovalScore.values()) {
            assertTrue(score.of(0.5f, 0.5e-4f) > score.of(0.01f, 0.1f), score.toString());
        }
    }

    @Test
    void parse_readsEachName_andNamesTheChoices() {
        for (RemovalScore score : RemovalScore.values()) {
            assertEquals(score, RemovalScore.parse(score.text()));
            assertFalse(score.text().contains("_"));
        }
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> RemovalScore.parse("snr_mean_abs"));
        assertTrue(String.valueOf(error.getMessage()).contains("snr-mean-abs"));
    }

    /** E f(|θ|) for θ ~ N(m, sd²) by Simpson's rule on the folded density. */
    private static double expected(double m, double sd, DoubleUnaryOperator f) {
        double from = Math.max(0, m - 12 * sd);
        double to = m + 2 * sd * sd + 12 * sd;
        int steps = 4000;
        double width = (to - from) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double x = from + i * width;
            double density = (normal((x - m) / sd) + normal((x + m) / sd)) / sd;
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * density * f.applyAsDouble(x);
        }
        return sum * width / 3;
    }

    private static double normal(double z) {
        return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    }
}
