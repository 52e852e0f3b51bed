package io.elbo4j.models.pointmeta;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Network;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.eval.PredictiveAccumulator;
import io.elbo4j.eval.PredictiveDistribution;
import java.io.Serializable;

/**
 * Plain gradient steps on the mean loss of some rows.
 *
 * @param steps at least 1
 * @param rate of each
 */
public record Descent(int steps, double rate) implements Serializable {

    public Descent {
        if (steps < 1 || !(rate > 0)) {
            throw new IllegalArgumentException(
                    "inner steps: out of range: steps=" + steps + " rate=" + rate + "; both are above 0");
        }
    }

    /** θ after the steps, as a new array. */
    float[] from(float[] theta, Network network, Batch rows) {
        float[] moved = theta.clone();
        for (int t = 0; t < steps; t++) {
            float[] gradient = network.valueGrad(moved, rows).gradient();
            for (int i = 0; i < moved.length; i++) {
                moved[i] += (float) (rate / rows.rows() * gradient[i]);
            }
        }
        return moved;
    }

    /** Value summed over the rows, gradient of its mean. */
    static ValueGrad meanGradient(Network network, float[] theta, Batch rows) {
        ValueGrad sum = network.valueGrad(theta, rows);
        float[] mean = sum.gradient().clone();
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= rows.rows();
        }
        return new ValueGrad(sum.logLikSum(), mean);
    }

    /** A prediction by one θ. */
    static PredictiveDistribution prediction(Network network, float[] theta, Batch query) {
        boolean learnedNoise = !network.observation().sharedParameter().isEmpty();
        return PredictiveAccumulator.labelled(network.observation(), query.targets())
                .add(network.outputs(theta, query), learnedNoise ? theta[theta.length - 1] : 0)
                .prediction();
    }
}
