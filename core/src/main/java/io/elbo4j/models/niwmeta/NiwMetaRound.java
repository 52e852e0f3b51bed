package io.elbo4j.models.niwmeta;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.data.EpisodeSource;
import io.elbo4j.data.Episodes;
import io.elbo4j.data.Shard;
import io.elbo4j.family.NiwStatistics;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.paper.Equation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A round: every shard works on its episodes, the coordinator moves the belief.
 *
 * @param spec settings
 * @param learning what an episode says
 * @param source of episodes
 */
record NiwMetaRound(NiwMetaSpec spec, EpisodeLearning learning, EpisodeSource source)
        implements SumsRound<NiwMetaState> {

    /** One episode in a hundred may fail, and a single one in any case. */
    private static final double MOST_SKIPPED = 0.01;

    /**
     * The part of the rounds in which all components are alike. Started apart, before there are features to tell episodes by, the one
     * that is nearest takes all episodes, and the others learn nothing.
     */
    private static final double APART = 0.2;

    /** How far each is then moved, in standard deviations of episodes, over all coordinates together. */
    private static final double DISTANCE = 1;

    @Override
    public Sums run(Round<NiwMetaState> round, Shard shard) {
        Episodes episodes = source.of(shard);
        if (episodes.isEmpty()) {
            return identity();
        }
        EpisodeSums sums = new EpisodeSums(
                learning, spec.episodesPerRound(), round.state(), spec.support().moves(round.index()));
        // The additive update is of a fixed set of episodes, which every round visits.
        long first = spec.additive() ? 0 : (long) round.index() * spec.episodesPerRound();
        for (int place = 0; place < spec.episodesPerRound(); place++) {
            long id = first + place;
            if (id % shard.shards() == shard.index()) {
                sums.add(episodes.at(Stream.EPISODES.of(round.key()), id), EpisodeSums.key(round, id));
            }
        }
        return sums.sums();
    }

    /** Shards do not need the optimiser's memory, which is most of the state. */
    @Override
    public NiwMetaState told(Round<NiwMetaState> round) {
        NiwMetaState state = round.state();
        return new NiwMetaState(
                state.priors(),
                state.beliefs(),
                state.active(),
                state.shared(),
                new float[0][],
                state.episodes(),
                state.skipped());
    }

    @Override
    public Outcome<NiwMetaState> finish(Round<NiwMetaState> round, Sums combined) {
        if (combined.arrays().isEmpty()) {
            return new Outcome<>(round.state(), Map.of());
        }
        NiwMetaState state = round.state();
        List<Long> failed = skipped(round, combined);
        long seen = state.episodes() + Math.round(combined.rows()) + failed.size();
        long skipped = state.skipped() + failed.size();
        if (skipped > 1 && skipped > MOST_SKIPPED * seen) {
            throw new DivergedException(
                    round.index(),
                    "episodes=" + seen + " skipped=" + skipped + " lastSkipped=" + failed,
                    "lower the step of the fit or the learning rate, or look at the rows of these episodes");
        }
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        NiwMetaState next = combined.rows() == 0
                ? new NiwMetaState(
                        state.priors(), state.beliefs(), state.active(), state.shared(), state.slots(), seen, skipped)
                : moved(round, combined, seen, skipped);
        if (combined.rows() > 0) {
            double[] figures = combined.arrays().get(3);
            diagnostics.put("elbo", (combined.logLik() - figures[0]) / combined.rows());
            diagnostics.put("nll", -combined.logLik() / figures[1]);
            diagnostics.put("kl", figures[0] / combined.rows());
        }
        diagnostics.put("skippedEpisodes", (double) skipped);
        if (!failed.isEmpty()) {
            diagnostics.put("skippedEpisode", (double) failed.get(0));
        }
        return new Outcome<>(next, diagnostics);
    }

    private List<Long> skipped(Round<NiwMetaState> round, Sums combined) {
        double[] places = combined.arrays().get(4);
        long first = spec.additive() ? 0 : (long) round.index() * spec.episodesPerRound();
        List<Long> ids = new ArrayList<>();
        for (int place = 0; place < places.length; place++) {
            if (places[place] > 0) {
                ids.add(first + place);
            }
        }
        return ids;
    }

    private NiwMetaState moved(Round<NiwMetaState> round, Sums combined, long seen, long skipped) {
        NiwMetaState state = round.state();
        float[][] slots = new float[state.slots().length][];
        Arrays.setAll(slots, s -> state.slots()[s].clone());
        FirstOrder.Step step =
                spec.optimiser().at(round.index() + 1L, spec.schedule().at(round.index()));
        double[] draws = combined.arrays().get(5);
        int a = combined.arrays().get(0).length;
        int coordinates = combined.arrays().get(1).length;
        double[] first = combined.arrays().get(0);
        double[] second = combined.arrays().get(1);
        if (!spec.additive()) {
            first = steps(first, combined.rows(), step, slots, 0);
            second = steps(inCoordinates(state.beliefs(), second), combined.rows(), step, slots, a);
        }
        List<NormalInverseWishart> beliefs = new ArrayList<>();
        for (int k = 0; k < draws.length; k++) {
            double[] mean = component(first, k, draws.length);
            double[] spread = component(second, k, draws.length);
            NormalInverseWishart belief = state.beliefs().get(k);
            beliefs.add(
                    spec.additive()
                            ? additive(state.priors().get(k), belief.mean(), mean, spread, draws[k])
                            : byGradient(belief, mean, spread, draws[k]));
        }
        if (draws.length > 1
                && round.index() == Math.round(APART * spec.schedule().totalSteps())) {
            beliefs = apart(beliefs, Stream.INITIAL.of(round.key()));
        }
        double[] sharedStep = steps(combined.arrays().get(2), combined.rows(), step, slots, a + coordinates);
        float[] shared = state.shared().clone();
        boolean finite = true;
        for (int i = 0; i < shared.length; i++) {
            shared[i] += (float) sharedStep[i];
            finite &= Float.isFinite(shared[i]);
        }
        if (!finite) {
            throw new DivergedException(round.index(), "shared weights are not finite");
        }
        NiwMetaState next = new NiwMetaState(state.priors(), beliefs, state.active(), shared, slots, seen, skipped);
        double[] slopes = combined.arrays().get(6);
        return slopes.length == 0 ? next : spec.support().moved(next, slopes, round.index());
    }

    /** Components that were alike until now, each around a centre of its own. */
    private static List<NormalInverseWishart> apart(List<NormalInverseWishart> beliefs, Key key) {
        List<NormalInverseWishart> moved = new ArrayList<>();
        for (NormalInverseWishart belief : beliefs) {
            EpisodeGaussian expected = EpisodeGaussian.expected(belief);
            double[] noise = new double[expected.dimension()];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = DISTANCE
                        / Math.sqrt(noise.length)
                        * key.fold(1 + moved.size()).gaussian(i);
            }
            Shape shape = Shape.of(belief);
            double[] mean = shape.at(expected, shape.root(expected), noise);
            moved.add(new NormalInverseWishart(belief.strength(), mean, belief.scale(), belief.degrees()));
        }
        return moved;
    }

    private static double[] component(double[] all, int k, int components) {
        int size = all.length / components;
        return Arrays.copyOfRange(all, k * size, (k + 1) * size);
    }

    /** Of one component after the other. */
    private static double[] inCoordinates(List<NormalInverseWishart> beliefs, double[] gradients) {
        double[] all = new double[gradients.length];
        int size = gradients.length / beliefs.size();
        for (int k = 0; k < beliefs.size(); k++) {
            NormalInverseWishart belief = beliefs.get(k);
            double[] own = Shape.of(belief)
                    .inCoordinates(
                            EpisodeGaussian.expected(belief).covariance(), component(gradients, k, beliefs.size()));
            System.arraycopy(own, 0, all, k * size, size);
        }
        return all;
    }

    /** Steps against the mean gradient of the loss. */
    private static double[] steps(double[] gradient, double episodes, FirstOrder.Step step, float[][] slots, int at) {
        double[] steps = new double[gradient.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = step.move(-gradient[i] / episodes, slots, 0, at + i);
        }
        return steps;
    }

    /** m₀ and V₀ / n₀ by their gradients. n₀ and l₀ count draws: their own gradients only send them to infinity. */
    private static NormalInverseWishart byGradient(
            NormalInverseWishart belief, double[] meanStep, double[] spreadStep, double draws) {
        double[] mean = belief.mean().clone();
        for (int i = 0; i < mean.length; i++) {
            mean[i] += meanStep[i];
        }
        double degrees = belief.degrees() + draws;
        double[] scale = Shape.of(belief).moved(EpisodeGaussian.expected(belief).covariance(), spreadStep);
        for (int i = 0; i < scale.length; i++) {
            scale[i] *= degrees;
        }
        return new NormalInverseWishart(belief.strength() + draws, mean, scale, degrees);
    }

    /**
     * The exact posterior given the local ones of N episodes.
     *
     * @param centre of the sums
     */
    @Equation(paper = "arXiv:2306.09702", number = "finite-N global update")
    private static NormalInverseWishart additive(
            NormalInverseWishart prior, double[] centre, double[] sum, double[] moments, double n) {
        if (n == 0) {
            return prior;
        }
        int d = centre.length;
        double[] mean = new double[d];
        double[] shift = new double[d];
        for (int i = 0; i < d; i++) {
            shift[i] = sum[i] / n;
            mean[i] = centre[i] + shift[i];
        }
        // Scatter and ΣV in one: they enter as their sum.
        double[] scatter = moments.clone();
        boolean full = scatter.length > d;
        for (int i = 0; i < scatter.length; i++) {
            scatter[i] -= n * (full ? shift[i / d] * shift[i % d] : shift[i] * shift[i]);
        }
        return prior.updated(new NiwStatistics(n, mean, scatter, new double[scatter.length]));
    }
}
