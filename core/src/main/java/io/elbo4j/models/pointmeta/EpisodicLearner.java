package io.elbo4j.models.pointmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.density.Network;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.eval.PredictiveDistribution;
import java.io.Serializable;

/** A method that learns one θ from episodes and adapts it to a new one. Pure: the same arguments give the same bits. */
public sealed interface EpisodicLearner extends Serializable
        permits FirstOrderMaml, Reptile, PrototypicalNetwork, SharedNetwork, IndependentFits {

    /** Whose parameters θ are. */
    Network network();

    /**
     * What an episode says of θ.
     *
     * @return Σ log likelihood of the query after adaptation, in nats, and the direction to move θ in, {@code [D]}
     */
    ValueGrad direction(float[] theta, Episode episode);

    /** The query's prediction after adaptation to the support. */
    PredictiveDistribution prediction(float[] theta, Episode episode);
}
