package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.FeaturePass;
import io.elbo4j.eval.PredictiveAccumulator;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.math.Key;
import io.elbo4j.paper.Equation;

/**
 * Episodes of classes, whose own weights are the means of the classes in the space of features: class k has θₖ ~ N(μ, Σ), its rows
 * have features f ~ N(θₖ, I). The belief is about (μ, Σ), of E coordinates, and each class is one draw from it. Everything is closed:
 * the fit of a class is exact (A = its number of rows, h = the sum of their features), and so is the prediction, f ~ N(mₖ, I + Vₖ)
 * for all classes alike, from which p(class | row) follows. Nothing depends on the number of classes.
 *
 * <p>The unit of features is the sd of a class, so that its covariance I needs no parameter. The loss is that of the query, −log
 * p(class | row): the density of features themselves would be raised by features that are all the same.
 *
 * @param network whose features are used; its last layer is not
 * @param weights that the network shares: all but the last layer
 * @param prior of a new class at test time
 */
public record ClassMeans(FeatureNetwork network, OwnWeights weights, ClosedForm.TestPrior prior)
        implements EpisodeLearning {

    /** Of a network's features. */
    public static ClassMeans of(FeatureNetwork network, ClosedForm.TestPrior prior) {
        return new ClassMeans(network, OwnWeights.head(network), prior);
    }

    /** θ of the network, its unused last layer 0, {@code [D]}. */
    float[] theta(NiwMetaState state) {
        return weights.theta(state.shared(), new float[weights.own()]);
    }

    @Override
    @Equation(paper = "arXiv:2306.09702", number = "episode objective, classes")
    public EpisodePart part(NiwMetaState state, Episode episode, Key key) {
        FeaturePass pass = network.pass(theta(state), episode.all().features());
        float[] features = pass.features();
        EpisodeGaussian normal = EpisodeGaussian.expected(state.belief());
        ClassFit[] fits = ClassFit.of(features, normal.dimension(), episode.support());
        EpisodeGaussian[] classes = new EpisodeGaussian[fits.length];
        double divergence = 0;
        for (int k = 0; k < fits.length; k++) {
            classes[k] = DiagonalShape.INSTANCE.local(normal, fits[k].quadratic());
            divergence += DiagonalShape.INSTANCE.expectedKlNats(state.belief(), classes[k]);
        }
        ClassSlopes slopes = new ClassSlopes(classes, features, episode);
        double[] mean = new double[normal.dimension()];
        double[] spread = new double[normal.dimension()];
        for (int k = 0; k < fits.length; k++) {
            GlobalGradient gradient = DiagonalShape.INSTANCE.gradient(
                    normal, classes[k], fits[k].quadratic(), slopes.byMean(k), slopes.byVariance(k), 0);
            for (int e = 0; e < mean.length; e++) {
                mean[e] += gradient.mean()[e];
                spread[e] += gradient.covariance()[e];
            }
        }
        float[] shared = weights.sharedOf(pass.pullback(slopes.byFeature(fits)));
        return new EpisodePart(
                mean,
                spread,
                shared,
                slopes.logLik(),
                divergence,
                episode.query().rows(),
                new double[] {fits.length});
    }

    @Override
    public double[] squaredSlopes(NiwMetaState state, Episode episode, Key key) {
        throw new IllegalArgumentException("niw-meta: means of classes have no support to move: features="
                + network.featureWidth() + "; use a density of 1");
    }

    /** The query's classes, given the support's. */
    public PredictiveDistribution prediction(NiwMetaState state, Episode episode) {
        float[] features = network.features(theta(state), episode.all().features());
        ClassFit[] fits = ClassFit.of(features, network.featureWidth(), episode.support());
        EpisodeGaussian[] classes = new EpisodeGaussian[fits.length];
        for (int k = 0; k < fits.length; k++) {
            classes[k] = prior.local(state.belief(), fits[k].quadratic());
        }
        int rows = episode.query().rows();
        float[] logits = new float[rows * classes.length];
        for (int q = 0; q < rows; q++) {
            double[] logs = logDensities(classes, features, (episode.support().rows() + q) * network.featureWidth());
            for (int k = 0; k < classes.length; k++) {
                logits[q * classes.length + k] = (float) logs[k];
            }
        }
        return PredictiveAccumulator.labelled(
                        new Categorical(classes.length), episode.query().targets())
                .add(logits)
                .prediction();
    }

    /**
     * log N(f; mₖ, I + Vₖ) for each class, up to what they have in common, the largest being 0.
     *
     * @param at where f begins
     */
    static double[] logDensities(EpisodeGaussian[] classes, float[] features, int at) {
        double[] logs = new double[classes.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes.length; k++) {
            double[] mean = classes[k].mean();
            double[] variance = classes[k].covariance();
            double volume = 1;
            for (int e = 0; e < mean.length; e++) {
                double total = 1 + variance[e];
                double apart = features[at + e] - mean[e];
                logs[k] -= 0.5 * apart * apart / total;
                volume *= total;
                if (volume > 1e200) {
                    logs[k] -= 0.5 * Math.log(volume);
                    volume = 1;
                }
            }
            logs[k] -= 0.5 * Math.log(volume);
            largest = Math.max(largest, logs[k]);
        }
        for (int k = 0; k < logs.length; k++) {
            logs[k] -= largest;
        }
        return logs;
    }
}
