package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Batch;
import io.elbo4j.density.ValueGrad;

/**
 * A task whose own weights are anywhere in the network.
 *
 * @param weights which they are
 * @param shared the others, {@code [C]}
 * @param rows of the task
 */
record WholeTask(OwnWeights weights, float[] shared, Batch rows) implements TaskLikelihood {

    @Override
    public ValueGrad at(float[] own) {
        ValueGrad all = weights.network().valueGrad(weights.theta(shared, own), rows);
        return new ValueGrad(all.logLikSum(), weights.ownOf(all.gradient()));
    }

    @Override
    public float[] sharedGradient(float[][] draws) {
        float[] mean = new float[shared.length];
        if (mean.length == 0) {
            return mean;
        }
        for (float[] own : draws) {
            float[] gradient = weights.sharedOf(weights.network()
                    .valueGrad(weights.theta(shared, own), rows)
                    .gradient());
            for (int i = 0; i < mean.length; i++) {
                mean[i] += gradient[i] / draws.length;
            }
        }
        return mean;
    }

    @Override
    public float[] mixedDerivative(float[] own, double[] direction) {
        throw noCurvature();
    }

    @Override
    public double[] curvatureTimes(float[] own, double[] direction) {
        throw noCurvature();
    }

    @Override
    public float[] outputs(float[] own) {
        return weights.network().outputs(weights.theta(shared, own), rows);
    }

    @Override
    public double[] curvature(float[] own) {
        throw noCurvature();
    }

    private static IllegalArgumentException noCurvature() {
        return new IllegalArgumentException("niw-meta: no curvature but of the last layer: weights=whole"
                + "; fit with sgld, or give episodes the head alone");
    }
}
