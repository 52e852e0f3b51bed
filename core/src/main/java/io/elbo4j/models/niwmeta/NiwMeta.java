package io.elbo4j.models.niwmeta;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.EpisodeSource;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The hierarchical Bayesian model of few-shot episodes. */
public final class NiwMeta {

    private NiwMeta() {}

    /** Rounds of episodes. */
    public static Algorithm<NiwMetaState, Sums> of(NiwMetaSpec spec, OwnWeights weights, EpisodeSource source) {
        return of(spec, new FittedEpisodes(spec, weights), source);
    }

    /**
     * Rounds of episodes whose own weights are the means of their classes; of the settings, fit and samples are not needed.
     *
     * @throws IllegalArgumentException for the bound, which features that are all the same would raise
     */
    public static Algorithm<NiwMetaState, Sums> of(NiwMetaSpec spec, ClassMeans means, EpisodeSource source) {
        if (spec.objective() != Objective.QUERY) {
            throw new IllegalArgumentException("niw-meta: means of classes are learned by the query: objective="
                    + spec.objective() + "; use the query's loss");
        }
        return of(spec, (EpisodeLearning) means, source);
    }

    private static Algorithm<NiwMetaState, Sums> of(NiwMetaSpec spec, EpisodeLearning learning, EpisodeSource source) {
        NiwMetaRound round = new NiwMetaRound(spec, learning, source);
        return new Algorithm<>("niw-meta", round, round, NiwMetaStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /**
     * Before any episode: worth one episode, so that it is soon outweighed.
     *
     * @param theta where all parameters start, {@code [D]}
     * @param sd of an episode's own weights around it
     * @param full whether their covariance is a full matrix
     */
    public static NiwMetaState initial(NiwMetaSpec spec, OwnWeights weights, float[] theta, double sd, boolean full) {
        return initial(spec, weights, theta, sd, full, 1, Key.of(0));
    }

    /**
     * Before any episode, with several components, which are all alike until a round moves them apart; of the active weights alone.
     *
     * @param components K, at least 1
     * @param key of the choice of active weights
     */
    public static NiwMetaState initial(
            NiwMetaSpec spec, OwnWeights weights, float[] theta, double sd, boolean full, int components, Key key) {
        float[] own = weights.ownOf(theta);
        int[] active = spec.support().initial(own.length, key);
        float[] centre = new float[active.length];
        for (int i = 0; i < centre.length; i++) {
            centre[i] = own[active[i]];
        }
        return initial(spec, Collections.nCopies(components, centre), active, weights.sharedOf(theta), sd, full);
    }

    /**
     * Before any episode, with classes around 0.
     *
     * @param theta where all parameters start, {@code [D]}
     * @param sd of the classes' means
     */
    public static NiwMetaState initial(NiwMetaSpec spec, ClassMeans means, float[] theta, double sd) {
        float[] centre = new float[means.network().featureWidth()];
        int[] all = IntStream.range(0, centre.length).toArray();
        return initial(spec, List.of(centre), all, means.weights().sharedOf(theta), sd, false);
    }

    private static NiwMetaState initial(
            NiwMetaSpec spec, List<float[]> centres, int[] active, float[] shared, double sd, boolean full) {
        List<NormalInverseWishart> priors =
                centres.stream().map(centre -> prior(centre, sd, full)).toList();
        int coordinates = priors.stream()
                .mapToInt(prior -> prior.mean().length + prior.scale().length)
                .sum();
        float[][] slots = new float[spec.optimiser().slots()][coordinates + shared.length];
        return new NiwMetaState(priors, priors, active, shared, slots, 0, 0);
    }

    private static NormalInverseWishart prior(float[] own, double sd, boolean full) {
        int d = own.length;
        double degrees = full ? d + 2.0 : 1;
        double[] mean = new double[d];
        double[] scale = new double[full ? d * d : d];
        for (int i = 0; i < d; i++) {
            mean[i] = own[i];
            scale[full ? i * d + i : i] = degrees * sd * sd;
        }
        return new NormalInverseWishart(1, mean, scale, degrees);
    }

    /**
     * What the belief says of all parameters of a new episode before its rows are seen: its own by N(m₀, V₀ / n₀), without
     * correlations, and the shared ones as points. Of several components these are the moments of their mixture.
     */
    public static SparseGaussian posterior(OwnWeights weights, NiwMetaState state) {
        int d = state.belief().mean().length;
        double[] shares = state.shares();
        double[] mean = new double[d];
        double[] square = new double[d];
        for (int k = 0; k < shares.length; k++) {
            EpisodeGaussian expected = EpisodeGaussian.expected(state.beliefs().get(k));
            int step = expected.covariance().length > d ? d + 1 : 1;
            for (int i = 0; i < d; i++) {
                double before = expected.mean()[i] - mean[i];
                double part = shares[k] / Arrays.stream(shares, 0, k + 1).sum();
                square[i] = (1 - part) * (square[i] + part * before * before) + part * expected.covariance()[i * step];
                mean[i] += part * before;
            }
        }
        float[] own = new float[weights.own()];
        float[] ownSd = new float[weights.own()];
        float[] there = new float[weights.own()];
        for (int i = 0; i < d; i++) {
            own[state.active()[i]] = (float) mean[i];
            ownSd[state.active()[i]] = (float) Math.sqrt(square[i]);
            there[state.active()[i]] = 1;
        }
        float[] theta = weights.theta(state.shared(), own);
        float[] sd = weights.theta(new float[state.shared().length], ownSd);
        float[] shared = new float[state.shared().length];
        Arrays.fill(shared, 1);
        float[] inSupport = weights.theta(shared, there);
        int[] support =
                IntStream.range(0, theta.length).filter(i -> inSupport[i] > 0).toArray();
        float[] means = new float[support.length];
        float[] sds = new float[support.length];
        for (int k = 0; k < support.length; k++) {
            means[k] = theta[support[k]];
            sds[k] = sd[support[k]];
        }
        return new SparseGaussian(theta.length, support, means, sds);
    }

    /** The shared weights as points; means of classes are no weights of the network, whose last layer is 0. */
    public static SparseGaussian posterior(ClassMeans means, NiwMetaState state) {
        float[] theta = means.theta(state);
        int[] support = new int[theta.length];
        Arrays.setAll(support, i -> i);
        return new SparseGaussian(theta.length, support, theta, new float[theta.length]);
    }
}
