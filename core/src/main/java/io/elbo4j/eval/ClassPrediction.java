package io.elbo4j.eval;

import java.util.Arrays;
import java.util.Optional;

/**
 * Probabilities of K classes for N rows: p̄ = 1/S Σ_s p_s, the mean of the samples' softmax outputs.
 *
 * @param classes K; a Bernoulli target has 2
 * @param samples S
 * @param logProbabilities {@code [N, K]}: ln p̄ in nats, finite also where p̄ itself is too small for a double
 * @param expectedEntropy {@code [N]}: 1/S Σ_s H[p_s] in nats
 * @param targets {@code [N]}: class indices, or empty where they are not known
 */
public record ClassPrediction(
        int classes, int samples, double[] logProbabilities, double[] expectedEntropy, float[] targets)
        implements PredictiveDistribution {

    public ClassPrediction {
        int rows = expectedEntropy.length;
        boolean fits = classes >= 2
                && samples >= 1
                && logProbabilities.length == (long) rows * classes
                && (targets.length == rows || targets.length == 0);
        if (!fits) {
            throw new IllegalArgumentException("class prediction: sizes do not agree: rows=" + rows + " classes="
                    + classes + " samples=" + samples + " logProbabilities=" + logProbabilities.length + " targets="
                    + targets.length + "; give rows × classes probabilities, and a target a row or none");
        }
        for (int i = 0; i < targets.length; i++) {
            if (!(targets[i] >= 0 && targets[i] < classes && targets[i] == Math.rint(targets[i]))) {
                throw new IllegalArgumentException("class prediction: label out of range: row=" + i + " label="
                        + targets[i] + "; labels are class indices 0.." + (classes - 1));
            }
        }
        for (int i = 0; i < logProbabilities.length; i++) {
            if (!(logProbabilities[i] <= 1e-6)) {
                throw new IllegalArgumentException("class prediction: not a log probability: row=" + i / classes
                        + " class=" + i % classes + " value=" + logProbabilities[i]
                        + "; check that the network's outputs are finite");
            }
        }
    }

    /**
     * A prediction given as probabilities, as of one sample.
     *
     * @param probabilities {@code [N, K]}, each row adding up to 1
     * @param targets {@code [N]} or empty
     */
    public static ClassPrediction ofProbabilities(int classes, double[] probabilities, float[] targets) {
        int rows = probabilities.length / Math.max(1, classes);
        double[] logs = new double[probabilities.length];
        double[] entropy = new double[rows];
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int k = i * classes; k < (i + 1) * classes; k++) {
                sum += probabilities[k];
                logs[k] = Math.log(probabilities[k]);
            }
            // Math.log has made a NaN of a negative number, which the constructor finds.
            if (!(Math.abs(sum - 1) <= 1e-6)) {
                throw new IllegalArgumentException("class prediction: probabilities do not add up to 1: row=" + i
                        + " sum=" + sum + "; apply the softmax first");
            }
            entropy[i] = entropy(logs, i * classes, classes);
        }
        return new ClassPrediction(classes, 1, logs, entropy, targets);
    }

    /** H = −Σ p ln p of K log probabilities from {@code at} on; 0 ln 0 counts as 0. */
    static double entropy(double[] logs, int at, int classes) {
        double sum = 0;
        for (int k = at; k < at + classes; k++) {
            double p = Math.exp(logs[k]);
            sum -= p == 0 ? 0 : p * logs[k];
        }
        return sum;
    }

    @Override
    public int rows() {
        return expectedEntropy.length;
    }

    /**
     * The prediction of who knows that only some classes are possible: p̄ over these alone, adding up to 1. The samples' own entropies are
     * not known then, and those of p̄ stand for them.
     *
     * @param possible {@code [K]}
     */
    public ClassPrediction among(boolean[] possible) {
        double[] logs = new double[logProbabilities.length];
        double[] entropy = new double[rows()];
        for (int i = 0; i < rows(); i++) {
            LogMeanExp total = new LogMeanExp(1);
            for (int k = 0; k < classes; k++) {
                if (possible[k]) {
                    total.add(0, logProbabilities[i * classes + k]);
                }
            }
            for (int k = 0; k < classes; k++) {
                int at = i * classes + k;
                logs[at] = possible[k] ? logProbabilities[at] - total.logMean(0, 1) : Double.NEGATIVE_INFINITY;
            }
            entropy[i] = entropy(logs, i * classes, classes);
        }
        return new ClassPrediction(classes, 1, logs, entropy, targets);
    }

    /** p̄ of a class in a row. */
    public double probability(int row, int label) {
        return Math.exp(logProbabilities[row * classes + label]);
    }

    /** p̄ {@code [N, K]}. */
    public double[] probabilities() {
        return Arrays.stream(logProbabilities).map(Math::exp).toArray();
    }

    /** The most probable class of a row; of equals the lowest. */
    public int predicted(int row) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (logProbabilities[row * classes + k] > logProbabilities[row * classes + best]) {
                best = k;
            }
        }
        return best;
    }

    /** max p̄ of each row {@code [N]}. */
    public double[] confidence() {
        double[] confidence = new double[rows()];
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] = probability(i, predicted(i));
        }
        return confidence;
    }

    /** H[p̄] of each row {@code [N]}, in nats: all the uncertainty there is. */
    public double[] predictiveEntropy() {
        double[] entropy = new double[rows()];
        for (int i = 0; i < entropy.length; i++) {
            entropy[i] = entropy(logProbabilities, i * classes, classes);
        }
        return entropy;
    }

    /**
     * H[p̄] − 1/S Σ_s H[p_s] of each row {@code [N]}, in nats: what the samples disagree about, the epistemic part (Houlsby
     * et al., arXiv 1112.5745v1, equation 2). Never below 0. Absent with one sample, which cannot disagree.
     */
    public Optional<double[]> mutualInformation() {
        if (samples < 2) {
            return Optional.empty();
        }
        double[] information = predictiveEntropy();
        for (int i = 0; i < information.length; i++) {
            information[i] = Math.max(0, information[i] - expectedEntropy[i]);
        }
        return Optional.of(information);
    }

    @Override
    public double[] logPredictive() {
        if (!labelled()) {
            throw new IllegalArgumentException(
                    "class prediction: no targets: rows=" + rows() + "; give the targets when you predict");
        }
        double[] logs = new double[rows()];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = logProbabilities[i * classes + (int) targets[i]];
        }
        return logs;
    }
}
