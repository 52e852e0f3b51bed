package io.elbo4j.nn;

import io.elbo4j.data.Features;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ParameterLayout;

/** What every network does around its engine: checks what comes in, and sums the log likelihood of its outputs. */
final class ObservedOutputs {

    private ObservedOutputs() {}

    /** Σ log p(target given outputs) over the rows, in nats and double precision. */
    static double logLikSum(ObservationModel observation, float[] outputs, float[] targets, double shared) {
        double sum = 0;
        for (int row = 0; row < targets.length; row++) {
            sum += observation.logLik(outputs, row * observation.outputs(), targets[row], shared);
        }
        return sum;
    }

    static void requireParameters(int given, ParameterLayout layout) {
        if (given != layout.dimension()) {
            throw new IllegalArgumentException("network: wrong number of parameters: given=" + given + " expected="
                    + layout.dimension() + "; were they made for another network?");
        }
    }

    static void requireFeatures(Features features, int perRow) {
        if (features.width() != perRow) {
            throw new IllegalArgumentException("network: wrong number of features: given=" + features.width()
                    + " expected=" + perRow + "; set the network's input to the shape of the data");
        }
    }
}
