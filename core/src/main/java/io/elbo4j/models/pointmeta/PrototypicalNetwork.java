package io.elbo4j.models.pointmeta;

import io.elbo4j.data.Episode;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.FeaturePass;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.eval.PredictiveAccumulator;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.paper.Equation;

/**
 * A class is the mean of its support in the space of features; a query belongs to near means, p ∝ exp(−‖f − mean‖²).
 *
 * @param network whose features are used; its last layer is not
 */
public record PrototypicalNetwork(FeatureNetwork network) implements EpisodicLearner {

    @Override
    @Equation(paper = "arXiv:1703.05175", number = "2")
    public ValueGrad direction(float[] theta, Episode episode) {
        FeaturePass pass = network.pass(theta, episode.all().features());
        float[] features = pass.features();
        Prototypes classes = Prototypes.of(features, episode);
        int width = network.featureWidth();
        int first = episode.support().rows();
        float[] gradient = new float[features.length];
        double[][] toMeans = new double[classes.count()][width];
        double logLik = 0;
        float[] logits = classes.logits(features, first, episode.query().rows());
        for (int q = 0; q < episode.query().rows(); q++) {
            int at = q * classes.count();
            int own = (int) episode.query().targets()[q];
            double logTotal = Categorical.logSumExp(logits, at, classes.count());
            logLik += logits[at + own] - logTotal;
            for (int k = 0; k < classes.count(); k++) {
                double byLogit = ((k == own ? 1 : 0) - Math.exp(logits[at + k] - logTotal))
                        / episode.query().rows();
                for (int e = 0; e < width; e++) {
                    double apart = 2 * byLogit * (features[(first + q) * width + e] - classes.means[k][e]);
                    gradient[(first + q) * width + e] -= (float) apart;
                    toMeans[k][e] += apart;
                }
            }
        }
        for (int s = 0; s < first; s++) {
            int own = (int) episode.support().targets()[s];
            for (int e = 0; e < width; e++) {
                gradient[s * width + e] += (float) (toMeans[own][e] / classes.sizes[own]);
            }
        }
        return new ValueGrad(logLik, pass.pullback(gradient));
    }

    @Override
    public PredictiveDistribution prediction(float[] theta, Episode episode) {
        float[] features = network.features(theta, episode.all().features());
        Prototypes classes = Prototypes.of(features, episode);
        float[] logits = classes.logits(
                features, episode.support().rows(), episode.query().rows());
        return PredictiveAccumulator.labelled(
                        new Categorical(classes.count()), episode.query().targets())
                .add(logits)
                .prediction();
    }

    /**
     * Means of the support's classes.
     *
     * @param means {@code [classes, E]}
     * @param sizes {@code [classes]}
     */
    private record Prototypes(double[][] means, int[] sizes) {

        static Prototypes of(float[] features, Episode episode) {
            int rows = episode.support().rows();
            int width = features.length / (rows + episode.query().rows());
            int classes = 2;
            for (float target : episode.support().targets()) {
                classes = Math.max(classes, (int) target + 1);
            }
            double[][] means = new double[classes][width];
            int[] sizes = new int[classes];
            for (int s = 0; s < rows; s++) {
                int own = (int) episode.support().targets()[s];
                sizes[own]++;
                for (int e = 0; e < width; e++) {
                    // A running mean.
                    means[own][e] += (features[s * width + e] - means[own][e]) / sizes[own];
                }
            }
            return new Prototypes(means, sizes);
        }

        int count() {
            return sizes.length;
        }

        float[] logits(float[] features, int first, int rows) {
            float[] logits = new float[rows * count()];
            int width = means[0].length;
            for (int q = 0; q < rows; q++) {
                for (int k = 0; k < count(); k++) {
                    double sum = 0;
                    for (int e = 0; e < width; e++) {
                        double apart = features[(first + q) * width + e] - means[k][e];
                        sum += apart * apart;
                    }
                    logits[q * count() + k] = (float) -sum;
                }
            }
            return logits;
        }
    }
}
