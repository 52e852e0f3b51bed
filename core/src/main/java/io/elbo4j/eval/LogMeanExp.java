package io.elbo4j.eval;

import java.util.Arrays;

/**
 * Running means of exponentials, kept as logarithms, in many cells at once: ln (1/S Σ_s exp l_s), as the log predictive
 * density needs. Each cell holds its greatest term and the sum relative to it, so nothing overflows or vanishes; −∞ stands
 * for a term of 0.
 */
public final class LogMeanExp {

    private final double[] max;
    private final double[] sum;

    /** Cells without terms. */
    public LogMeanExp(int cells) {
        max = new double[cells];
        sum = new double[cells];
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
    }

    /**
     * Adds the term exp(logTerm) to a cell.
     *
     * @throws IllegalArgumentException when the term is not a number
     */
    public void add(int cell, double logTerm) {
        double top = max[cell];
        if (logTerm > top) {
            sum[cell] = sum[cell] * Math.exp(top - logTerm) + 1;
            max[cell] = logTerm;
        } else if (logTerm <= top) {
            // Equality covers ∞ − ∞ too.
            sum[cell] += logTerm == top ? 1 : Math.exp(logTerm - top);
        } else {
            throw new IllegalArgumentException("log-mean-exp: term is not a number: cell=" + cell
                    + "; check that the network's outputs are finite");
        }
    }

    /** ln of the mean over this many terms, in nats. */
    public double logMean(int cell, int terms) {
        return max[cell] + Math.log(sum[cell] / terms);
    }

    /**
     * ln of the mean of the exponentials of these numbers.
     *
     * @throws IllegalArgumentException when there are none, or one is not a number
     */
    public static double of(double... logTerms) {
        if (logTerms.length == 0) {
            throw new IllegalArgumentException("log-mean-exp: no terms: terms=0; draw at least one sample");
        }
        LogMeanExp one = new LogMeanExp(1);
        for (double term : logTerms) {
            one.add(0, term);
        }
        return one.logMean(0, logTerms.length);
    }
}
