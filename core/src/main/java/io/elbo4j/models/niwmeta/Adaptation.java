package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import java.io.Serializable;

/** How the posterior of a new episode is found, the belief being fixed. */
public sealed interface Adaptation extends Serializable permits ClosedForm, VariationalSteps {

    /** The posterior given the support. */
    EpisodeGaussian posterior(NormalInverseWishart belief, TaskLikelihood support, Key key);

    /**
     * The bound of the support under a belief, expected log likelihood − expected KL, in nats: how well it explains an episode.
     *
     * @param local the posterior given the support
     * @throws IllegalArgumentException when it is not to be had
     */
    double boundNats(NormalInverseWishart belief, TaskLikelihood support, EpisodeGaussian local, Key key);
}
