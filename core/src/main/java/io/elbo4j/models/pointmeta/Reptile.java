package io.elbo4j.models.pointmeta;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.density.Network;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.paper.Equation;

/**
 * A start in the middle of where episodes end: the direction is (θ after steps on all rows) − θ.
 *
 * @param network of the likelihood
 * @param inner steps on an episode's rows
 */
public record Reptile(Network network, Descent inner) implements EpisodicLearner {

    @Override
    @Equation(paper = "arXiv:1803.02999", number = "batch version")
    public ValueGrad direction(float[] theta, Episode episode) {
        Batch all = episode.all();
        float[] moved = inner.from(theta, network, all);
        double logLik = network.valueGrad(moved, all).logLikSum();
        for (int i = 0; i < moved.length; i++) {
            moved[i] -= theta[i];
        }
        return new ValueGrad(logLik, moved);
    }

    @Override
    public PredictiveDistribution prediction(float[] theta, Episode episode) {
        return Descent.prediction(network, inner.from(theta, network, episode.support()), episode.query());
    }
}
