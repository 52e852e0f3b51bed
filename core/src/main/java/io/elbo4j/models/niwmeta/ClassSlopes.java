package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Episode;

/** The loss of a query of classes, −Σ log p(class | row), and its derivatives. */
final class ClassSlopes {

    private final EpisodeGaussian[] classes;
    private final int width;
    private final double[][] byMean;
    private final double[][] byVariance;
    private final float[] byFeature;
    private double logLik;

    /**
     * Works them out.
     *
     * @param classes posteriors of their means
     * @param features {@code [support and query, E]}
     */
    ClassSlopes(EpisodeGaussian[] classes, float[] features, Episode episode) {
        this.classes = classes;
        width = classes[0].dimension();
        byMean = new double[classes.length][width];
        byVariance = new double[classes.length][width];
        byFeature = new float[features.length];
        for (int q = 0; q < episode.query().rows(); q++) {
            add(features, (episode.support().rows() + q) * width, (int)
                    episode.query().targets()[q]);
        }
    }

    private void add(float[] features, int at, int own) {
        double[] logs = ClassMeans.logDensities(classes, features, at);
        double total = 0;
        for (double log : logs) {
            total += Math.exp(log);
        }
        logLik += logs[own] - Math.log(total);
        for (int k = 0; k < classes.length; k++) {
            double slope = Math.exp(logs[k]) / total - (k == own ? 1 : 0);
            double[] mean = classes[k].mean();
            double[] variance = classes[k].covariance();
            double[] toMean = byMean[k];
            double[] toVariance = byVariance[k];
            for (int e = 0; e < width; e++) {
                double precision = 1 / (1 + variance[e]);
                double pull = precision * (features[at + e] - mean[e]);
                toMean[e] += slope * pull;
                toVariance[e] += slope * 0.5 * (pull * pull - precision);
                byFeature[at + e] -= (float) (slope * pull);
            }
        }
    }

    /** Σ log p(class | row), in nats. */
    double logLik() {
        return logLik;
    }

    /** With respect to a class's posterior mean, {@code [E]}. */
    double[] byMean(int k) {
        return byMean[k];
    }

    /** With respect to a class's posterior variance, {@code [E]}. */
    double[] byVariance(int k) {
        return byVariance[k];
    }

    /** With respect to the features, {@code [support and query, E]}; those of the support move h. */
    float[] byFeature(ClassFit[] fits) {
        float[] all = byFeature.clone();
        for (int k = 0; k < fits.length; k++) {
            for (int row : fits[k].rows()) {
                for (int e = 0; e < width; e++) {
                    all[row * width + e] = (float) (classes[k].covariance()[e] * byMean[k][e]);
                }
            }
        }
        return all;
    }
}
