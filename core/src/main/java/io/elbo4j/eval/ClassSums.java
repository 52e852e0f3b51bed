package io.elbo4j.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * What the scores of a classifier need of some rows, as sums that add up: rows may be scored in parts, wherever they lie, and
 * no row is kept. The figures are those of {@link Classification}, which has all rows at hand.
 */
public final class ClassSums {

    /** Probabilities below count as this one, as in MLlib's {@code logLoss}: a single certain error is not infinite. */
    public static final double LEAST_PROBABILITY = 1e-15;

    private static final int ROWS = 0;
    private static final int RIGHT = 1;
    private static final int LOG_LOSS = 2;
    private static final int BRIER = 3;
    private static final int BINS = 4;

    private final double[] sums;

    /** Of no rows. */
    public ClassSums() {
        this(new double[BINS + 3 * Metrics.BINS]);
    }

    private ClassSums(double[] sums) {
        this.sums = sums;
    }

    /** From {@link #values}. */
    public static ClassSums of(double[] values) {
        return new ClassSums(values.clone());
    }

    /** The sums, to be sent. */
    public double[] values() {
        return sums.clone();
    }

    /**
     * Adds a row.
     *
     * @param probabilities {@code [K]}
     * @param label from 0 to K − 1
     */
    public void add(double[] probabilities, int label) {
        int best = 0;
        for (int k = 0; k < probabilities.length; k++) {
            best = probabilities[k] > probabilities[best] ? k : best;
            double off = probabilities[k] - (k == label ? 1 : 0);
            sums[BRIER] += off * off;
        }
        double confidence = probabilities[best];
        double right = best == label ? 1 : 0;
        sums[ROWS]++;
        sums[RIGHT] += right;
        sums[LOG_LOSS] -= Math.log(Math.max(LEAST_PROBABILITY, probabilities[label]));
        int bin = BINS + 3 * Calibration.bin(confidence, Metrics.BINS);
        sums[bin]++;
        sums[bin + 1] += right;
        sums[bin + 2] += confidence;
    }

    /** Of the rows of both. */
    public ClassSums plus(ClassSums other) {
        double[] both = sums.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] += other.sums[i];
        }
        return new ClassSums(both);
    }

    /** {@code accuracy}, {@code nll} (nats), {@code ece15} and {@code brier}; of at least one row. */
    public Metrics metrics() {
        List<ReliabilityBin> bins = new ArrayList<>();
        for (int b = 0; b < Metrics.BINS; b++) {
            int at = BINS + 3 * b;
            double divisor = Math.max(1, sums[at]);
            bins.add(new ReliabilityBin(
                    (double) b / Metrics.BINS,
                    (b + 1.0) / Metrics.BINS,
                    (long) sums[at],
                    sums[at + 1] / divisor,
                    sums[at + 2] / divisor));
        }
        return Metrics.NONE
                .with("accuracy", sums[RIGHT] / sums[ROWS])
                .with("nll", sums[LOG_LOSS] / sums[ROWS])
                .with("ece15", Calibration.expectedError(bins))
                .with("brier", sums[BRIER] / sums[ROWS]);
    }
}
