package io.elbo4j.models.niwmeta;

import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.paper.Equation;
import java.util.Arrays;
import java.util.List;

/**
 * What a shard adds up over its episodes of a round. One use: {@link #add} each, then {@link #sums}.
 *
 * <p>The arrays of the sums are, in order: gradient in m₀ {@code [A]}; gradient in the coordinates of the covariance; gradient in
 * the shared weights {@code [C]}; {divergence in nats, rows of the expected log likelihood}; and 1 at the place of each skipped
 * episode, {@code [episodes a round]}. With the additive update the first two are Σ(m − m₀) and Σ(V + (m − m₀)(m − m₀)ᵀ): about
 * m₀, so that their difference does not cancel. Gradients are those of a loss.
 */
final class EpisodeSums {

    private final NiwMetaSpec spec;
    private final OwnWeights weights;
    private final NiwMetaState state;
    private final Shape shape;
    private final EpisodeGaussian prior;
    private final double[] mean;
    private final double[] spread;
    private final double[] shared;
    private final double[] figures = new double[2];
    private final double[] skipped;
    private double logLik;
    private double count;

    EpisodeSums(NiwMetaSpec spec, OwnWeights weights, NiwMetaState state) {
        this.spec = spec;
        this.weights = weights;
        this.state = state;
        shape = Shape.of(state.belief());
        prior = EpisodeGaussian.expected(state.belief());
        mean = new double[prior.dimension()];
        spread = new double[prior.covariance().length];
        shared = new double[state.shared().length];
        skipped = new double[spec.episodesPerRound()];
    }

    /** One episode's part. */
    private record Part(double[] mean, double[] spread, double[] shared, double logLik, double klNats, double rows) {

        boolean isFinite() {
            return Double.isFinite(logLik + klNats)
                    && Arrays.stream(mean).allMatch(Double::isFinite)
                    && Arrays.stream(spread).allMatch(Double::isFinite)
                    && Arrays.stream(shared).allMatch(Double::isFinite);
        }
    }

    /** Adds an episode; one that gives a number that is not finite is skipped. */
    void add(Episode episode, Key key) {
        Batch all = episode.all();
        Part part = spec.objective() == Objective.ELBO
                ? part(all, all, true, key)
                : part(episode.support(), episode.query(), false, key);
        if (!part.isFinite()) {
            skipped[(int) (episode.id() % skipped.length)] = 1;
            return;
        }
        add(mean, part.mean, 1);
        add(spread, part.spread, 1);
        add(shared, part.shared, 1);
        figures[0] += part.klNats;
        figures[1] += part.rows;
        logLik += part.logLik;
        count++;
    }

    Sums sums() {
        return new Sums(count, logLik, List.of(mean, spread, shared, figures, skipped));
    }

    /**
     * Fit, closed form, and the gradient of the expected loss.
     *
     * @param fitted rows of the quadratic
     * @param judged rows of the expected log likelihood
     * @param bound whether these are the same rows, and the divergence is added
     */
    @Equation(paper = "arXiv:2306.09702", number = "episode objective")
    private Part part(Batch fitted, Batch judged, boolean bound, Key key) {
        TaskLikelihood task = weights.task(state.shared(), fitted);
        Quadratic fit = spec.fit().of(task, prior, key.fold(0));
        if (!fit.isFinite()) {
            return nothing(Double.NaN);
        }
        EpisodeGaussian local = shape.local(prior, fit);
        TaskLikelihood judge = bound ? task : weights.task(state.shared(), judged);
        Expectation expected = new Expectation(local);
        expected.draw(judge, key.fold(1));
        if (spec.fit().exact() && bound) {
            expected.replaceBy(fit);
        }
        if (!bound && spec.fit() instanceof Laplace laplace) {
            expected.throughTheMode(laplace, task);
        }
        double divergence = shape.expectedKlNats(state.belief(), local);
        double[] first;
        double[] second;
        if (spec.additive()) {
            first = local.mean().clone();
            add(first, prior.mean(), -1);
            second = shape.secondMoment(local, prior.mean());
        } else {
            GlobalGradient gradient =
                    shape.gradient(prior, local, fit, expected.mean, expected.covariance, bound ? 1 : 0);
            first = gradient.mean();
            second = gradient.spread();
        }
        return new Part(first, second, expected.shared, expected.logLik, divergence, judged.rows());
    }

    private Part nothing(double value) {
        return new Part(new double[mean.length], new double[spread.length], new double[shared.length], value, 0, 0);
    }

    private static void add(double[] into, double[] what, double times) {
        for (int i = 0; i < into.length; i++) {
            into[i] += times * what[i];
        }
    }

    /** Expected log likelihood under a normal, and the gradients of the expected loss. */
    private final class Expectation {

        private final EpisodeGaussian local;
        private final double[] mean;
        private final double[] covariance;
        private final double[] shared = new double[state.shared().length];
        private double logLik;

        Expectation(EpisodeGaussian local) {
            this.local = local;
            mean = new double[local.dimension()];
            covariance = new double[local.covariance().length];
        }

        /** By draws in pairs of opposite noise: the terms that are linear in it are then exact. */
        void draw(TaskLikelihood judge, Key key) {
            double[] root = shape.root(local);
            float[] draws = new float[mean.length];
            double[] noise = new double[mean.length];
            double weight = 0.5 / spec.samples();
            float[][] thetas = new float[2 * spec.samples()][];
            for (int s = 0; s < thetas.length; s++) {
                key.fold(s / 2).gaussians(draws);
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = s % 2 == 0 ? draws[i] : -draws[i];
                }
                thetas[s] = EpisodeFit.single(shape.at(local, root, noise));
                ValueGrad at = judge.at(thetas[s]);
                double[] own = new double[noise.length];
                for (int i = 0; i < own.length; i++) {
                    own[i] = -at.gradient()[i];
                    mean[i] += weight * own[i];
                }
                shape.addCovarianceGradient(root, noise, own, weight, covariance);
                logLik += weight * at.logLikSum();
            }
            float[] others = judge.sharedGradient(thetas);
            for (int i = 0; i < shared.length; i++) {
                shared[i] = -others[i];
            }
        }

        /**
         * The most probable weights are a function of m₀, S and the features, whose derivative is known: it takes the place of that of
         * the closed form, which has the diagonal of the curvature alone.
         */
        void throughTheMode(Laplace laplace, TaskLikelihood support) {
            double[] x = laplace.implicit(support, prior, local.mean(), mean);
            double[] direction = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                mean[i] = x[i] / local.covariance()[i];
                direction[i] = laplace.rowWeight() * x[i];
            }
            if (shared.length > 0) {
                float[] path = support.mixedDerivative(EpisodeFit.single(local.mean()), direction);
                for (int i = 0; i < shared.length; i++) {
                    shared[i] += path[i];
                }
            }
        }

        /** Gradients of ½ mᵀAm − hᵀm + ½ tr(AV), where the loss is that quadratic. */
        void replaceBy(Quadratic fit) {
            int d = mean.length;
            boolean full = covariance.length > d;
            for (int i = 0; i < d; i++) {
                mean[i] = -fit.precisionMean()[i];
                for (int j = full ? 0 : i; j < (full ? d : i + 1); j++) {
                    mean[i] += fit.precision()[full ? i * d + j : i] * local.mean()[j];
                }
            }
            for (int i = 0; i < covariance.length; i++) {
                covariance[i] = 0.5 * fit.precision()[i];
            }
        }
    }

    /** Names the draws of an episode: by its id, so that shards and executors change nothing. */
    static Key key(Round<NiwMetaState> round, long id) {
        return Stream.NOISE.of(round.key()).fold(id);
    }
}
