package io.elbo4j.models.niwmeta;

import io.elbo4j.math.Key;

/**
 * For one output that is linear in the own weights, with Gaussian noise: A = XᵀX / σ², h = Xᵀy / σ². For a full belief: with the
 * diagonal of A alone the closed form would not give back the right mean.
 */
public record ExactQuadratic() implements EpisodeFit {

    @Override
    public Quadratic of(TaskLikelihood task, EpisodeGaussian prior, Key key) {
        float[] origin = new float[prior.dimension()];
        if (prior.covariance().length == prior.dimension() && prior.dimension() > 1) {
            throw new IllegalArgumentException("exact quadratic: full beliefs only: dimension=" + prior.dimension()
                    + "; use a full belief, or the laplace fit, which is exact for the mean");
        }
        float[] gradient = task.at(origin).gradient();
        double[] precisionMean = new double[gradient.length];
        for (int i = 0; i < gradient.length; i++) {
            precisionMean[i] = gradient[i];
        }
        return new Quadratic(task.curvature(origin, true), precisionMean);
    }

    @Override
    public boolean exact() {
        return true;
    }
}
