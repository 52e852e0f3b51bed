package io.elbo4j.math;

import java.util.Arrays;

/** The entries of an array with the lowest numbers. */
public final class Lowest {

    private Lowest() {}

    /**
     * Marks as many entries as asked for: the lowest, and between equal ones those of lower index. Without sorting the
     * indices: there may be a million.
     *
     * @param scores {@code [A]}
     * @param count from 0 to A
     * @return {@code [A]}
     */
    public static boolean[] marked(double[] scores, int count) {
        boolean[] marks = new boolean[scores.length];
        if (count == 0) {
            return marks;
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double limit = sorted[count - 1];
        int below = 0;
        for (double score : scores) {
            below += Double.compare(score, limit) < 0 ? 1 : 0;
        }
        int ties = count - below;
        for (int k = 0; k < scores.length; k++) {
            int order = Double.compare(scores[k], limit);
            marks[k] = order < 0 || (order == 0 && ties-- > 0);
        }
        return marks;
    }
}
