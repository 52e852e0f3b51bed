package io.elbo4j.models.protocl;

import io.elbo4j.math.Subnormal;
import io.elbo4j.paper.Equation;
import java.util.Arrays;

/**
 * The classes as a generative classifier of embeddings, log p(y = c, z) = log N(z; m_c, v_c I) + log weight_c, up to what all classes
 * have in common. It only predicts; there is nothing in it that could change.
 *
 * @param width E
 * @param mean m, {@code [C, E]}
 * @param variance v, {@code [C]}: of the prototype and of an embedding around it
 * @param logWeight {@code [C]}
 */
public record ClassDensities(int width, double[] mean, double[] variance, double[] logWeight) {

    /** C. */
    public int classes() {
        return variance.length;
    }

    /**
     * Of each class, the largest being 0.
     *
     * @param at where z begins
     * @return {@code [C]}, nats
     */
    @Equation(paper = "arXiv:2301.01828", number = "ProtoCL, predictive")
    public double[] logJoint(float[] embeddings, int at) {
        double[] logs = new double[classes()];
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logs.length; c++) {
            logs[c] = logWeight[c]
                    - 0.5 * squaredDistance(embeddings, at, c) / variance[c]
                    - 0.5 * width * Math.log(variance[c]);
            largest = Math.max(largest, logs[c]);
        }
        for (int c = 0; c < logs.length; c++) {
            logs[c] -= largest;
        }
        return logs;
    }

    private double squaredDistance(float[] embeddings, int at, int c) {
        double sum = 0;
        for (int e = 0; e < width; e++) {
            double apart = embeddings[at + e] - mean[c * width + e];
            sum += apart * apart;
        }
        return sum;
    }

    /** Σ weight · log p(y given z) over some rows, and its gradient: {@code [B, E]}, {@code [C, E]}, {@code [C]}, {@code [C]}. */
    record Slopes(double logLik, float[] byEmbedding, double[] byMean, double[] byVariance, double[] byLogWeight) {}

    /**
     * log p(y given z), weighted, and its gradient.
     *
     * @param embeddings {@code [B, E]}
     * @param targets {@code [B]}
     * @param rowWeight {@code [B]}
     */
    @Equation(paper = "arXiv:2301.01828", number = "ProtoCL, loss")
    Slopes slopes(float[] embeddings, float[] targets, double[] rowWeight) {
        double[] byMean = new double[mean.length];
        double[] byVariance = new double[classes()];
        double[] byLogWeight = new double[classes()];
        float[] byEmbedding = new float[embeddings.length];
        double[] row = new double[width];
        double logLik = 0;
        for (int r = 0; r < targets.length; r++) {
            int at = r * width;
            int own = (int) targets[r];
            double[] logs = logJoint(embeddings, at);
            double total = 0;
            for (double log : logs) {
                total += Math.exp(log);
            }
            logLik += rowWeight[r] * (logs[own] - Math.log(total));
            Arrays.fill(row, 0);
            for (int c = 0; c < logs.length; c++) {
                double slope = rowWeight[r] * ((c == own ? 1 : 0) - Math.exp(logs[c]) / total);
                double squares = 0;
                for (int e = 0; e < width; e++) {
                    double apart = embeddings[at + e] - mean[c * width + e];
                    squares += apart * apart;
                    row[e] -= slope * apart / variance[c];
                    byMean[c * width + e] += slope * apart / variance[c];
                }
                byVariance[c] += 0.5 * slope * (squares / variance[c] - width) / variance[c];
                byLogWeight[c] += slope;
            }
            for (int e = 0; e < width; e++) {
                byEmbedding[at + e] = Subnormal.toZero((float) row[e]);
            }
        }
        return new Slopes(logLik, byEmbedding, byMean, byVariance, byLogWeight);
    }
}
