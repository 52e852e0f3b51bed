package io.elbo4j.models;

import io.elbo4j.data.Episode;
import io.elbo4j.data.EpisodeSource;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.math.Key;
import java.io.Serializable;

/**
 * What a job has that learns from episodes.
 *
 * @param training episodes to learn from
 * @param judged episodes to judge by
 * @param prediction of a query after adaptation to the support
 */
public record EpisodicModel<S>(EpisodeSource training, EpisodeSource judged, Prediction<S> prediction)
        implements Serializable {

    /** Adapts and predicts; the state is not changed by it. */
    @FunctionalInterface
    public interface Prediction<S> extends Serializable {

        /**
         * With the query's targets.
         *
         * @param key of the run
         */
        PredictiveDistribution of(S state, Episode episode, Key key);
    }
}
