package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.math.Key;
import java.io.Serializable;

/** What an episode's rows say of the belief and of the shared weights. Pure: the same arguments give the same bits. */
sealed interface EpisodeLearning extends Serializable permits FittedEpisodes, ClassMeans {

    /** The episode's part; not finite where it has no finite fit. */
    EpisodePart part(NiwMetaState state, Episode episode, Key key);

    /**
     * Squares of the gradient of the episode's log likelihood in all its own weights, active or not, at its posterior mean: how much it would
     * gain from each.
     *
     * @throws IllegalArgumentException where own weights are no weights of the network
     */
    double[] squaredSlopes(NiwMetaState state, Episode episode, Key key);
}
