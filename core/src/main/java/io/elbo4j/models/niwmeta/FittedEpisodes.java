package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.paper.Equation;

/**
 * Episodes with some of the network's weights for themselves: a quadratic fit, the closed form, and draws from it.
 *
 * @param spec settings
 * @param weights that an episode has for itself
 */
record FittedEpisodes(NiwMetaSpec spec, OwnWeights weights) implements EpisodeLearning {

    @Override
    public EpisodePart part(NiwMetaState state, Episode episode, Key key) {
        if (spec.objective() == Objective.QUERY) {
            return part(state, state.belief(), episode.support(), episode.query(), false, key);
        }
        Batch all = episode.all();
        TaskLikelihood task = weights.task(state, all);
        EpisodePart[] parts = new EpisodePart[state.components()];
        for (int k = 0; k < parts.length; k++) {
            NormalInverseWishart belief = state.beliefs().get(k);
            parts[k] = spec.fit().exact() ? exact(belief, task) : part(state, belief, all, all, true, key);
        }
        return parts.length == 1 ? parts[0] : EpisodePart.mixture(parts, state.expectedLogShares());
    }

    @Override
    public double[] squaredSlopes(NiwMetaState state, Episode episode, Key key) {
        EpisodeGaussian prior = EpisodeGaussian.expected(state.belief());
        TaskLikelihood task = weights.task(state, episode.all());
        double[] mean;
        double precision = 1;
        if (spec.fit().exact()) {
            Evidence evidence = Evidence.of(prior, ExactQuadratic.rows(task), spec.scale());
            mean = evidence.mean();
            precision = evidence.precision();
        } else {
            mean = Shape.of(state.belief())
                    .local(prior, spec.fit().of(task, prior, key.fold(0)))
                    .mean();
        }
        float[] gradient = weights.task(state.shared(), episode.all())
                .at(ActiveTask.spread(EpisodeFit.single(mean), state.active(), weights.own()))
                .gradient();
        double[] squares = new double[gradient.length];
        for (int i = 0; i < squares.length; i++) {
            double slope = precision * gradient[i];
            squares[i] = slope * slope;
        }
        return squares;
    }

    /** The bound and its gradient in closed form. */
    @Equation(paper = "arXiv:2306.09702", number = "episode objective")
    private EpisodePart exact(NormalInverseWishart belief, TaskLikelihood task) {
        EpisodeGaussian prior = EpisodeGaussian.expected(belief);
        LinearRows rows = ExactQuadratic.rows(task);
        if (!rows.isFinite()) {
            return EpisodePart.none();
        }
        Evidence evidence = Evidence.of(prior, rows, spec.scale());
        boolean additive = spec.additive();
        EpisodeGaussian local = additive ? FullShape.INSTANCE.local(prior, rows.quadratic()) : prior;
        return new EpisodePart(
                additive ? deviation(local, prior) : evidence.meanGradient(),
                additive ? FullShape.INSTANCE.secondMoment(local, prior.mean()) : evidence.covarianceGradient(),
                task.sharedGradient(evidence.inputGradient(), evidence.logNoiseGradient()),
                evidence.expectedLogLikNats() + evidence.scaleNats(),
                evidence.expectedKlNats(belief),
                rows.rows(),
                new double[] {1});
    }

    private static double[] deviation(EpisodeGaussian local, EpisodeGaussian prior) {
        double[] deviation = local.mean().clone();
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] -= prior.mean()[i];
        }
        return deviation;
    }

    /**
     * Fit, closed form, and the gradient of the expected loss.
     *
     * @param belief of the component
     * @param fitted rows of the quadratic
     * @param judged rows of the expected log likelihood
     * @param bound whether these are the same rows, and the divergence is added
     */
    @Equation(paper = "arXiv:2306.09702", number = "episode objective")
    private EpisodePart part(
            NiwMetaState state, NormalInverseWishart belief, Batch fitted, Batch judged, boolean bound, Key key) {
        EpisodeGaussian prior = EpisodeGaussian.expected(belief);
        TaskLikelihood task = weights.task(state, fitted);
        Quadratic fit = spec.fit().of(task, prior, key.fold(0));
        if (!fit.isFinite()) {
            return EpisodePart.none();
        }
        Shape shape = Shape.of(belief);
        EpisodeGaussian local = shape.local(prior, fit);
        Expectation expected = new Expectation(shape, prior, local, state.shared().length);
        expected.draw(bound ? task : weights.task(state, judged), key.fold(1));
        if (!bound && spec.fit() instanceof Laplace laplace) {
            expected.throughTheMode(laplace, task);
        }
        double divergence = shape.expectedKlNats(belief, local);
        double[] first;
        double[] second;
        if (spec.additive()) {
            first = deviation(local, prior);
            second = shape.secondMoment(local, prior.mean());
        } else {
            GlobalGradient gradient =
                    shape.gradient(prior, local, fit, expected.mean, expected.covariance, bound ? 1 : 0);
            first = gradient.mean();
            second = gradient.covariance();
        }
        return new EpisodePart(
                first, second, expected.shared, expected.logLik, divergence, judged.rows(), new double[] {1});
    }

    /** Expected log likelihood under a normal, and the gradients of the expected loss. */
    private final class Expectation {

        private final Shape shape;
        private final EpisodeGaussian prior;
        private final EpisodeGaussian local;
        private final double[] mean;
        private final double[] covariance;
        private final float[] shared;
        private double logLik;

        Expectation(Shape shape, EpisodeGaussian prior, EpisodeGaussian local, int sharedWeights) {
            this.shape = shape;
            this.prior = prior;
            this.local = local;
            shared = new float[sharedWeights];
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
    }
}
