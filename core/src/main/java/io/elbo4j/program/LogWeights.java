package io.elbo4j.program;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * log p − log q of S particles, for a part of the rows; {@code [S]} each, nats, summed in double precision.
 *
 * @param outside of what is outside rows
 * @param ofRows of these rows, each counted once
 */
record LogWeights(double[] outside, double[] ofRows) {

    /** Of terms, from the numbers of a variable, {@code [L]}. */
    static LogWeights of(int particles, List<Term> terms, Function<String, float[]> numbers) {
        double[] outside = new double[particles];
        double[] ofRows = new double[particles];
        for (Term term : terms) {
            boolean inRows = term.shape().plates().stream().anyMatch(LaneShape.Plate::rows);
            double[] sums = inRows ? ofRows : outside;
            float[] each = numbers.apply(term.logDensity().name());
            int lanes = each.length / particles;
            int sign = term.kind() == Term.Kind.GUIDE ? -1 : 1;
            for (int i = 0; i < each.length; i++) {
                sums[i / lanes] += sign * (double) each[i];
            }
        }
        return new LogWeights(outside, ofRows);
    }

    /** All of it, for the rows at hand. */
    double sum() {
        return Arrays.stream(outside).sum() + Arrays.stream(ofRows).sum();
    }
}
