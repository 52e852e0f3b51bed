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
        ValueGrad all = whole(own);
        return new ValueGrad(all.logLikSum(), weights.ownOf(all.gradient()));
    }

    @Override
    public ValueGrad whole(float[] own) {
        return weights.network().valueGrad(weights.theta(shared, own), rows);
    }

    @Override
    public double[] curvature(float[] own, boolean full) {
        throw new IllegalArgumentException("niw-meta: no curvature but of the last layer: weights=whole"
                + "; fit with sgld, or give episodes the head alone");
    }
}
