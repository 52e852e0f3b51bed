package io.elbo4j.models.pointmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.density.Network;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.eval.PredictiveDistribution;

/**
 * Each episode for itself, from the same random start: what the support alone can tell.
 *
 * @param network of the likelihood
 * @param inner steps on the support
 */
public record IndependentFits(Network network, Descent inner) implements EpisodicLearner {

    /** Nothing is learned from one episode for another. */
    @Override
    public ValueGrad direction(float[] theta, Episode episode) {
        float[] fitted = inner.from(theta, network, episode.support());
        return new ValueGrad(network.valueGrad(fitted, episode.query()).logLikSum(), new float[theta.length]);
    }

    @Override
    public PredictiveDistribution prediction(float[] theta, Episode episode) {
        return Descent.prediction(network, inner.from(theta, network, episode.support()), episode.query());
    }
}
