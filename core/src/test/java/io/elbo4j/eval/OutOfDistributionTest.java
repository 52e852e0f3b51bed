package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.density.Categorical;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class OutOfDistributionTest {

    @Test
    void auroc_ofTheFixture_isTheKnownOne() {
        OutOfDistribution found = OutOfDistribution.of(new double[] {.9, .8, .8, .6}, new double[] {.7, .6, .5});
        assertEquals(.875, found.auroc(), 1e-15);
        // Thresholds .9, .8, .7, .6, .5: (TPR, FPR) = (1/4, 0), (3/4, 0), (3/4, 1/3), (1, 2/3), (1, 1).
        assertEquals(.75 + .25 * 4 / 6, found.auprIn(), 1e-15);
        assertEquals(1 / 3.0 + 1 / 3.0 * 2 / 3 + 1 / 3.0 * 3 / 4, found.auprOut(), 1e-15);
        assertEquals(2 / 3.0, found.fprAt95Tpr(), 1e-15);
        assertEquals(.125, found.detectionError(), 1e-15);
    }

    @Test
    void figures_ofRandomScores_equalBruteForce() {
        RandomInputs random = RandomInputs.of("outOfDistribution");
        for (int trial = 0; trial < 40; trial++) {
            int distinct = trial % 2 == 0 ? 6 : 1_000_000;
            double[] in = random.fold(trial).scores(1 + 3 * trial, distinct, .2);
            double[] out = random.fold(-1 - trial).scores(1 + 2 * trial, distinct, 0);
            OutOfDistribution found = OutOfDistribution.of(in, out);
            double wins = 0;
            for (double a : in) {
                for (double b : out) {
                    wins += a > b ? 1 : a == b ? .5 : 0;
                }
            }
            assertEquals(wins / in.length / out.length, found.auroc(), 1e-12);
            assertEquals(averagePrecision(in, out), found.auprIn(), 1e-12);
            assertEquals(averagePrecision(negated(out), negated(in)), found.auprOut(), 1e-12);
            double fpr95 = 1;
            double error = .5;
            for (double threshold : DoubleStream.concat(DoubleStream.of(in), DoubleStream.of(out))
                    .toArray()) {
                double tpr = shareFrom(in, threshold);
                double fpr = shareFrom(out, threshold);
                fpr95 = tpr >= .95 ? Math.min(fpr95, fpr) : fpr95;
                error = Math.min(error, (1 - tpr + fpr) / 2);
            }
            assertEquals(fpr95, found.fprAt95Tpr(), 1e-12);
            assertEquals(error, found.detectionError(), 1e-12);
        }
    }

    @Test
    void figures_ofPerfectUselessAndInvertedScores_areTheLimits() {
        OutOfDistribution perfect = OutOfDistribution.of(new double[] {2, 3}, new double[] {0, 1});
        assertEquals(new OutOfDistribution(1, 1, 1, 0, 0), perfect);
        OutOfDistribution useless = OutOfDistribution.of(new double[] {1, 1, 1}, new double[] {1});
        assertEquals(new OutOfDistribution(.5, .75, .25, 1, .5), useless);
        assertEquals(
                0,
                OutOfDistribution.of(new double[] {0, 1}, new double[] {2, 3}).auroc());
    }

    @Test
    void figures_ofIncreasinglyTransformedAndPermutedScores_areTheSame() {
        RandomInputs random = RandomInputs.of("transformed scores");
        double[] in = random.scores(200, 30, .1);
        double[] out = random.fold(1).scores(100, 30, 0);
        int[] order = random.key().fold(2).permutation(200);
        double[] transformed = new double[200];
        for (int i = 0; i < 200; i++) {
            transformed[i] = Math.exp(5 * in[order[i]]) - 3;
        }
        double[] transformedOut =
                DoubleStream.of(out).map(x -> Math.exp(5 * x) - 3).toArray();
        assertEquals(OutOfDistribution.of(in, out), OutOfDistribution.of(transformed, transformedOut));
    }

    @Test
    void auroc_ofZerosOfEitherSignAndInfinities_countsTies() {
        assertEquals(
                .5,
                OutOfDistribution.of(new double[] {0.0}, new double[] {-0.0}).auroc());
        assertEquals(
                .5,
                OutOfDistribution.of(new double[] {-0.0}, new double[] {0.0}).auroc());
        double inf = Double.POSITIVE_INFINITY;
        assertEquals(
                .75,
                OutOfDistribution.of(new double[] {inf, -inf}, new double[] {-inf, -inf})
                        .auroc());
    }

    @Test
    void byEntropy_ofSureAndUnsurePredictions_tellsThemApart() {
        ClassPrediction sure = (ClassPrediction) PredictiveAccumulator.unlabelled(new Categorical(2), 2)
                .add(new float[] {5, 0, 0, 4})
                .prediction();
        ClassPrediction unsure = (ClassPrediction) PredictiveAccumulator.unlabelled(new Categorical(2), 1)
                .add(new float[] {.5f, 0})
                .prediction();
        assertEquals(1, OutOfDistribution.byEntropy(sure, unsure).auroc());
        assertEquals(0, OutOfDistribution.byConfidence(unsure, sure).auroc());
        assertTrue(OutOfDistribution.byEntropy(sure, unsure).metrics().values().containsKey("oodAuroc"));
    }

    @Test
    void of_emptyOrNaN_isRefused() {
        double[] one = {1};
        assertThrows(IllegalArgumentException.class, () -> OutOfDistribution.of(new double[0], one));
        assertThrows(IllegalArgumentException.class, () -> OutOfDistribution.of(one, new double[0]));
        assertThrows(IllegalArgumentException.class, () -> OutOfDistribution.of(new double[] {Double.NaN}, one));
        assertThrows(IllegalArgumentException.class, () -> OutOfDistribution.of(one, new double[] {1, Double.NaN}));
    }

    /** For each positive the precision among scores at least as high, which is the step-wise sum with its ties. */
    private static double averagePrecision(double[] positives, double[] negatives) {
        double sum = 0;
        for (double threshold : positives) {
            double hits = shareFrom(positives, threshold) * positives.length;
            sum += hits / (hits + shareFrom(negatives, threshold) * negatives.length);
        }
        return sum / positives.length;
    }

    private static double shareFrom(double[] scores, double threshold) {
        return (double) DoubleStream.of(scores).filter(x -> x >= threshold).count() / scores.length;
    }

    private static double[] negated(double[] values) {
        return DoubleStream.of(values).map(x -> -x).toArray();
    }
}
