package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.eval.PredictiveAccumulator;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Predictions for the query of an episode from its support: closed where outputs are linear in its own weights and noise is normal, else
 * the mean over S draws of the episode's posterior, of each component so many as it is probable. The belief is not changed by it.
 *
 * @param weights that an episode has for itself
 * @param adaptation to the support
 * @param samples S, at least 1
 * @param scale how far episodes differ in it
 */
public record EpisodePredictive(OwnWeights weights, Adaptation adaptation, int samples, EpisodeScale scale)
        implements Serializable {

    /** Where episodes are of one scale. */
    public EpisodePredictive(OwnWeights weights, Adaptation adaptation, int samples) {
        this(weights, adaptation, samples, EpisodeScale.ONE);
    }

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
        EpisodeMixture posterior = posterior(state, episode, own.fold(0));
        boolean learnedNoise =
                !weights.network().observation().sharedParameter().isEmpty();
        double noise = learnedNoise ? state.shared()[state.shared().length - 1] : 0;
        TaskLikelihood query = weights.task(state, episode.query());
        if (query.isLinearWithNormalNoise()) {
            return closed(
                    posterior,
                    query,
                    weights.noiseVariance(state),
                    episode.query().targets());
        }
        PredictiveAccumulator sum = PredictiveAccumulator.labelled(
                weights.network().observation(), episode.query().targets());
        for (int s = 0; s < samples; s++) {
            Posterior drawn = posterior.components().get(posterior.component((s + 0.5) / samples));
            sum.add(query.outputs(drawn.draw(own.fold(1).fold(s))), noise);
        }
        return sum.prediction();
    }

    /**
     * Draws would be narrow spikes where the noise is small and the doubt is not: from one point of a wave the density between them is 0.
     */
    private static ValuePrediction closed(
            EpisodeMixture posterior, TaskLikelihood query, double noiseVariance, float[] targets) {
        int components = posterior.components().size();
        double[][] means = new double[components][targets.length];
        double[][] variances = new double[components][];
        double[] noise = new double[components];
        for (int k = 0; k < components; k++) {
            Posterior local = posterior.components().get(k);
            float[] outputs = query.outputs(local.meanTheta());
            for (int row = 0; row < targets.length; row++) {
                means[k][row] = outputs[row];
            }
            variances[k] = query.outputVariances(local);
            noise[k] = posterior.noiseScales()[k] * noiseVariance;
        }
        return ValuePrediction.ofStudentTs(
                posterior.probabilities(), posterior.degrees(), means, variances, noise, targets);
    }

    /** What is believed about the episode's own weights after its support. */
    public EpisodeMixture posterior(NiwMetaState state, Episode episode, Key key) {
        TaskLikelihood task = weights.task(state, episode.support());
        List<Posterior> normals = new ArrayList<>();
        double[] scales = new double[state.components()];
        double[] logs = state.expectedLogShares();
        for (int k = 0; k < state.components(); k++) {
            NormalInverseWishart belief = state.beliefs().get(k);
            scales[k] = 1;
            TaskLikelihood own = task;
            if (scale.varies()) {
                LocalFit fit = LocalFit.of(new ExactQuadratic(), scale, weights, state, belief, episode.support(), key);
                scales[k] = 1 / fit.precision();
                belief = fit.belief();
                own = fit.task();
                logs[k] += fit.nats();
            }
            EpisodeGaussian local = adaptation.posterior(belief, own, key);
            normals.add(local.posterior());
            if (state.components() > 1) {
                logs[k] += adaptation.boundNats(belief, own, local, key);
            }
        }
        return new EpisodeMixture(
                EpisodePart.probabilities(logs),
                normals,
                scales,
                scale.degrees() + episode.support().rows());
    }
}
