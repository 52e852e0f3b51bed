package io.elbo4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Whether confidences can be believed: of the rows predicted with confidence c, a share of c should be right. */
public final class Calibration {

    private Calibration() {}

    /**
     * B bins of equal width over [0, 1], each without its lower and with its upper end (Guo et al., arXiv 1706.04599v2,
     * section 2); confidence 0 is in the first.
     *
     * @param confidence {@code [N]}, in [0, 1]
     * @param correct {@code [N]}
     * @return {@code [B]}, with the empty ones
     */
    public static List<ReliabilityBin> equalWidth(double[] confidence, boolean[] correct, int bins) {
        check(confidence, correct, bins);
        long[] count = new long[bins];
        double[] right = new double[bins];
        double[] sum = new double[bins];
        for (int i = 0; i < confidence.length; i++) {
            int b = bin(confidence[i], bins);
            count[b]++;
            right[b] += correct[i] ? 1 : 0;
            sum[b] += confidence[i];
        }
        List<ReliabilityBin> result = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            long divisor = Math.max(1, count[b]);
            result.add(new ReliabilityBin(
                    (double) b / bins, (b + 1.0) / bins, count[b], right[b] / divisor, sum[b] / divisor));
        }
        return result;
    }

    /** The bin of equal width that a confidence falls into. */
    static int bin(double confidence, int bins) {
        return Math.min(bins - 1, Math.max(0, (int) Math.ceil(confidence * bins) - 1));
    }

    /**
     * B bins of equal mass: rows in order of confidence, cut into parts whose sizes differ by one at most (Mukhoti et al.,
     * arXiv 2002.09437v2, "AdaECE"). Rows of the same confidence each count as right in the share in which all of them are,
     * so that the order of the rows does not matter.
     *
     * @param confidence {@code [N]}, in [0, 1]
     * @param correct {@code [N]}
     * @return at most B bins, none empty
     */
    public static List<ReliabilityBin> equalMass(double[] confidence, boolean[] correct, int bins) {
        check(confidence, correct, bins);
        int rows = confidence.length;
        Integer[] order = new Integer[rows];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> confidence[i]));
        double[] right = new double[rows];
        for (int from = 0, to; from < rows; from = to) {
            double sum = 0;
            for (to = from; to < rows && confidence[order[to]] == confidence[order[from]]; to++) {
                sum += correct[order[to]] ? 1 : 0;
            }
            Arrays.fill(right, from, to, sum / (to - from));
        }
        List<ReliabilityBin> result = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            int from = (int) ((long) b * rows / bins);
            int to = (int) ((b + 1L) * rows / bins);
            double rightSum = 0;
            double sum = 0;
            for (int i = from; i < to; i++) {
                rightSum += right[i];
                sum += confidence[order[i]];
            }
            if (to > from) {
                double divisor = to - from;
                result.add(new ReliabilityBin(
                        confidence[order[from]],
                        confidence[order[to - 1]],
                        to - from,
                        rightSum / divisor,
                        sum / divisor));
            }
        }
        return result;
    }

    /** Σ_b n_b/N · |accuracy_b − confidence_b|: the expected calibration error, in l1. */
    public static double expectedError(List<ReliabilityBin> bins) {
        double sum = 0;
        long count = 0;
        for (ReliabilityBin bin : bins) {
            sum += bin.count() * Math.abs(bin.accuracy() - bin.confidence());
            count += bin.count();
        }
        if (count == 0) {
            throw new IllegalArgumentException("calibration: no rows: bins=" + bins.size() + "; give at least one row");
        }
        return sum / count;
    }

    private static void check(double[] confidence, boolean[] correct, int bins) {
        if (confidence.length == 0 || confidence.length != correct.length || bins < 1) {
            throw new IllegalArgumentException("calibration: sizes do not agree: confidence=" + confidence.length
                    + " correct=" + correct.length + " bins=" + bins
                    + "; give one of each for at least one row, and at least one bin");
        }
        for (int i = 0; i < confidence.length; i++) {
            // Means of softmax outputs may exceed 1 by rounding.
            if (!(confidence[i] >= 0 && confidence[i] <= 1 + 1e-6)) {
                throw new IllegalArgumentException("calibration: confidence out of range: row=" + i + " confidence="
                        + confidence[i] + "; confidences are probabilities");
            }
        }
    }
}
