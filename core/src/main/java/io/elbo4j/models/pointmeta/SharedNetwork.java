package io.elbo4j.models.pointmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.density.Network;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.eval.PredictiveDistribution;

/**
 * One network for all episodes, which does not adapt: what the episodes have in common.
 *
 * @param network of the likelihood
 */
public record SharedNetwork(Network network) implements EpisodicLearner {

    @Override
    public ValueGrad direction(float[] theta, Episode episode) {
        return Descent.meanGradient(network, theta, episode.all());
    }

    @Override
    public PredictiveDistribution prediction(float[] theta, Episode episode) {
        return Descent.prediction(network, theta, episode.query());
    }
}
