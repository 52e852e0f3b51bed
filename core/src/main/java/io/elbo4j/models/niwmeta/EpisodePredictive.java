package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.eval.PredictiveAccumulator;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        Optional<LinearRows> linear = query.linear();
        if (linear.isPresent()) {
            return closed(posterior, linear.get());
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
    private static ValuePrediction closed(EpisodeMixture posterior, LinearRows query) {
        int components = posterior.components().size();
        double[][] means = new double[components][];
        double[][] variances = new double[components][];
        double[] noise = new double[components];
        for (int k = 0; k < components; k++) {
            Posterior local = posterior.components().get(k);
            means[k] = query.outputs(mean(local));
            variances[k] = query.outputVariances(local);
            noise[k] = posterior.noiseScales()[k] * query.noiseVariance();
        }
        return ValuePrediction.ofStudentTs(
                posterior.probabilities(), posterior.degrees(), means, variances, noise, query.targets());
    }

    private static double[] mean(Posterior local) {
        return local instanceof FullGaussian full ? full.mean() : ((DiagonalGaussian) local).mean();
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
                Evidence evidence = Evidence.of(EpisodeGaussian.expected(belief), ExactQuadratic.rows(task), scale);
                scales[k] = 1 / evidence.precision();
                belief = EpisodeScale.at(evidence.precision(), belief);
                own = weights.task(weights.at(evidence.precision(), state), episode.support());
                logs[k] += evidence.scaleNats();
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
