package io.elbo4j.program;

import io.elbo4j.objective.Objective;
import java.util.Arrays;

/**
 * What an objective makes of the log weights of S particles, K together. Arrays are {@code [S]}.
 *
 * @param value of the repetition that a particle belongs to, nats
 * @param lessOthers the same, less the mean of the other repetitions; 0 when there are none
 * @param weights derivative of the mean over repetitions with respect to each log weight
 */
record Weighing(double[] value, double[] lessOthers, double[] weights) {

    /**
     * Of log weights.
     *
     * @param particles K
     * @param logWeights {@code [S]}
     */
    static Weighing of(Objective objective, int particles, double[] logWeights) {
        int repetitions = logWeights.length / particles;
        double[] values = new double[repetitions];
        double[] derivative = new double[logWeights.length];
        for (int r = 0; r < repetitions; r++) {
            double[] ratios = Arrays.copyOfRange(logWeights, r * particles, (r + 1) * particles);
            values[r] = objective.value(ratios);
            double[] weights = objective.weights(ratios);
            for (int k = 0; k < particles; k++) {
                derivative[r * particles + k] = weights[k] / repetitions;
            }
        }
        double sum = Arrays.stream(values).sum();
        double[] value = new double[logWeights.length];
        double[] lessOthers = new double[logWeights.length];
        for (int s = 0; s < value.length; s++) {
            value[s] = values[s / particles];
            lessOthers[s] = repetitions == 1 ? 0 : value[s] - (sum - value[s]) / (repetitions - 1);
        }
        return new Weighing(value, lessOthers, derivative);
    }
}
