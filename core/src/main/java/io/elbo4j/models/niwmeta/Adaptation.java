package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import java.io.Serializable;

/** How the posterior of a new episode is found, the belief being fixed. */
public sealed interface Adaptation extends Serializable permits ClosedForm, VariationalSteps {

    /** The posterior given the support. */
    EpisodeGaussian posterior(NormalInverseWishart belief, TaskLikelihood support, Key key);
}
