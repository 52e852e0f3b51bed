package io.elbo4j.models.pointmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.density.Network;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.paper.Equation;

/**
 * A start from which a few steps on the support do well on the query, the steps' own derivatives taken as those of the identity.
 *
 * @param network of the likelihood
 * @param inner steps on the support
 */
public record FirstOrderMaml(Network network, Descent inner) implements EpisodicLearner {

    @Override
    @Equation(paper = "arXiv:1703.03400", number = "1, first order")
    public ValueGrad direction(float[] theta, Episode episode) {
        return Descent.meanGradient(network, inner.from(theta, network, episode.support()), episode.query());
    }

    @Override
    public PredictiveDistribution prediction(float[] theta, Episode episode) {
        return Descent.prediction(network, inner.from(theta, network, episode.support()), episode.query());
    }
}
