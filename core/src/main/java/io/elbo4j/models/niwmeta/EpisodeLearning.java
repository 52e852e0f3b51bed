package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.math.Key;
import java.io.Serializable;

/** What an episode's rows say of the belief and of the shared weights. Pure: the same arguments give the same bits. */
sealed interface EpisodeLearning extends Serializable permits FittedEpisodes, ClassMeans {

    /** The episode's part; not finite where it has no finite fit. */
    EpisodePart part(NiwMetaState state, Episode episode, Key key);
}
