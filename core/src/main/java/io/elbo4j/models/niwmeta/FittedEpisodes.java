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
        EpisodePart[] parts = new EpisodePart[state.components()];
        for (int k = 0; k < parts.length; k++) {
            parts[k] = part(state, state.beliefs().get(k), all, all, true, key);
        }
        return parts.length == 1 ? parts[0] : EpisodePart.mixture(parts, state.expectedLogShares());
    }

    @Override
    public double[] squaredSlopes(NiwMetaState state, Episode episode, Key key) {
        LocalFit fit =
                LocalFit.of(spec.fit(), spec.scale(), weights, state, state.belief(), episode.all(), key.fold(0));
        float[] gradient = weights.task(fit.state().shared(), episode.all())
                .at(ActiveTask.spread(EpisodeFit.single(fit.local().mean()), state.active(), weights.own()))
                .gradient();
        double[] squares = new double[gradient.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = (double) gradient[i] * gradient[i];
        }
        return squares;
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
        LocalFit fit = LocalFit.of(spec.fit(), spec.scale(), weights, state, belief, fitted, key.fold(0));
        if (!fit.isFinite()) {
            return EpisodePart.none();
        }
        Shape shape = Shape.of(belief);
        EpisodeGaussian prior = fit.prior();
        EpisodeGaussian local = fit.local();
        Expectation expected = new Expectation(shape, prior, local, state.shared().length);
        expected.draw(bound ? fit.task() : weights.task(fit.state(), judged), key.fold(1));
        if (spec.fit().exact() && bound) {
            expected.replaceBy(fit.quadratic(), fit.task());
        }
        if (!bound && spec.fit() instanceof Laplace laplace) {
            expected.throughTheMode(laplace, fit.task());
        }
        double divergence = shape.expectedKlNats(fit.belief(), local);
        double[] first;
        double[] second;
        if (spec.additive()) {
            first = local.mean().clone();
            for (int i = 0; i < first.length; i++) {
                first[i] -= prior.mean()[i];
            }
            second = shape.secondMoment(local, prior.mean());
        } else {
            GlobalGradient gradient =
                    shape.gradient(prior, local, fit.quadratic(), expected.mean, expected.covariance, bound ? 1 : 0);
            first = gradient.mean();
            second = shape.rescaled(gradient.spread(), fit.precision());
        }
        return new EpisodePart(
                first, second, expected.shared, expected.logLik + fit.nats(), divergence, judged.rows(), new double[] {1
                });
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

        /** Value and gradients of ½ mᵀAm − hᵀm + ½ tr(AV), where the loss is that quadratic. */
        void replaceBy(Quadratic fit, TaskLikelihood task) {
            logLik = fit.expectedLogLik(task, local);
            System.arraycopy(fit.lossGradient(local.mean()), 0, mean, 0, mean.length);
            for (int i = 0; i < covariance.length; i++) {
                covariance[i] = 0.5 * fit.precision()[i];
            }
        }
    }
}
