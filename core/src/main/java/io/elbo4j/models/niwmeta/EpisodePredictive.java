package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.eval.PredictiveAccumulator;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import java.io.Serializable;

/**
 * Predictions for the query of an episode from its support: the mean over S draws of the episode's posterior. The belief is not
 * changed by it.
 *
 * @param weights that an episode has for itself
 * @param adaptation to the support
 * @param samples S, at least 1
 */
public record EpisodePredictive(OwnWeights weights, Adaptation adaptation, int samples) implements Serializable {

    public EpisodePredictive {
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "episode prediction: no samples: samples=" + samples + "; use at least 1");
        }
    }

    /**
     * The prediction, with the query's targets.
     *
     * @param key of the run; the episode's id names its draws
     */
    public PredictiveDistribution of(NiwMetaState state, Episode episode, Key key) {
        Key own = Stream.PREDICT.of(key).fold(episode.id());
        Posterior posterior = posterior(state, episode, own.fold(0));
        PredictiveAccumulator sum = PredictiveAccumulator.labelled(
                weights.network().observation(), episode.query().targets());
        boolean learnedNoise =
                !weights.network().observation().sharedParameter().isEmpty();
        double noise = learnedNoise ? state.shared()[state.shared().length - 1] : 0;
        TaskLikelihood query = weights.task(state.shared(), episode.query());
        for (int s = 0; s < samples; s++) {
            sum.add(query.outputs(posterior.draw(own.fold(1).fold(s))), noise);
        }
        return sum.prediction();
    }

    /** What is believed about the episode's own weights after its support, {@code [A]}. */
    public Posterior posterior(NiwMetaState state, Episode episode, Key key) {
        TaskLikelihood task = weights.task(state.shared(), episode.support());
        return adaptation.posterior(state.belief(), task, key).posterior();
    }
}
