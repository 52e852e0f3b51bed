package io.elbo4j.eval;

import java.util.Arrays;

/**
 * How well a score tells familiar rows (the positives) from foreign ones. A row counts as familiar when its score is at
 * least a threshold; each figure looks at all thresholds. TPR is the share of familiar, FPR of foreign rows so counted.
 *
 * @param auroc probability that a familiar row scores above a foreign one; equal scores count one half
 * @param auprIn average precision with the familiar rows as positives: Σ (recall step) × precision, without interpolation
 * @param auprOut average precision with the foreign rows as positives and the score negated
 * @param fprAt95Tpr the least FPR at which TPR is at least 0.95
 * @param detectionError the least (1 − TPR)/2 + FPR/2
 */
public record OutOfDistribution(double auroc, double auprIn, double auprOut, double fprAt95Tpr, double detectionError) {

    /**
     * From scores that are higher for more familiar rows (max p̄, −H, −mutual information). O(n log n).
     *
     * @param in scores of rows like those trained on
     * @param out scores of foreign rows
     * @throws IllegalArgumentException when either is empty or a score is not a number
     */
    public static OutOfDistribution of(double[] in, double[] out) {
        double[] familiar = sorted("in", in);
        double[] foreign = sorted("out", out);
        Sweep sweep = new Sweep(familiar, foreign);
        double auroc = 0;
        double auprIn = 0;
        double fpr95 = 1;
        double error = 0.5;
        while (sweep.next()) {
            auroc += sweep.falseStep() * (sweep.tpr - sweep.trueStep() / 2);
            auprIn += sweep.trueStep() * sweep.precision();
            if (sweep.tpr >= 0.95) {
                fpr95 = Math.min(fpr95, sweep.fpr);
            }
            error = Math.min(error, (1 - sweep.tpr) / 2 + sweep.fpr / 2);
        }
        return new OutOfDistribution(
                auroc, auprIn, averagePrecision(negated(foreign), negated(familiar)), fpr95, error);
    }

    /** With −H[p̄] as the score. */
    public static OutOfDistribution byEntropy(ClassPrediction in, ClassPrediction out) {
        return of(negated(in.predictiveEntropy()), negated(out.predictiveEntropy()));
    }

    /** With max p̄ as the score. */
    public static OutOfDistribution byConfidence(ClassPrediction in, ClassPrediction out) {
        return of(in.confidence(), out.confidence());
    }

    /** By the names {@code oodAuroc}, {@code oodAuprIn}, {@code oodAuprOut}, {@code oodFpr95}, {@code oodDetectionError}. */
    public Metrics metrics() {
        return Metrics.NONE
                .with("oodAuroc", auroc)
                .with("oodAuprIn", auprIn)
                .with("oodAuprOut", auprOut)
                .with("oodFpr95", fprAt95Tpr)
                .with("oodDetectionError", detectionError);
    }

    private static double averagePrecision(double[] positives, double[] negatives) {
        double sum = 0;
        for (Sweep sweep = new Sweep(positives, negatives); sweep.next(); ) {
            sum += sweep.trueStep() * sweep.precision();
        }
        return sum;
    }

    private static double[] sorted(String name, double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("out of distribution: score is not a number: set=" + name + " row="
                        + i + "; check that the predictions are finite");
            }
        }
        if (scores.length == 0) {
            throw new IllegalArgumentException(
                    "out of distribution: no scores: set=" + name + " rows=0; give at least one row of each set");
        }
        double[] copy = scores.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** The negatives in reverse order, so that what was sorted stays sorted. */
    private static double[] negated(double[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = -values[values.length - 1 - i];
        }
        return result;
    }

    /** Lowers the threshold from one distinct score to the next; equal scores of both sets enter together. */
    private static final class Sweep {

        private final double[] positives;
        private final double[] negatives;
        private int trueCount;
        private int falseCount;
        private int trueBefore;
        private int falseBefore;
        double tpr;
        double fpr;

        Sweep(double[] sortedPositives, double[] sortedNegatives) {
            positives = sortedPositives;
            negatives = sortedNegatives;
        }

        boolean next() {
            if (trueCount == positives.length && falseCount == negatives.length) {
                return false;
            }
            trueBefore = trueCount;
            falseBefore = falseCount;
            double threshold = Math.max(top(positives, trueCount), top(negatives, falseCount));
            trueCount = passed(positives, trueCount, threshold);
            falseCount = passed(negatives, falseCount, threshold);
            tpr = (double) trueCount / positives.length;
            fpr = (double) falseCount / negatives.length;
            return true;
        }

        private static double top(double[] sorted, int taken) {
            return taken < sorted.length ? sorted[sorted.length - 1 - taken] : Double.NEGATIVE_INFINITY;
        }

        private static int passed(double[] sorted, int taken, double threshold) {
            int count = taken;
            while (count < sorted.length && sorted[sorted.length - 1 - count] >= threshold) {
                count++;
            }
            return count;
        }

        double trueStep() {
            return (double) (trueCount - trueBefore) / positives.length;
        }

        double falseStep() {
            return (double) (falseCount - falseBefore) / negatives.length;
        }

        double precision() {
            return trueCount / ((double) trueCount + falseCount);
        }
    }
}
