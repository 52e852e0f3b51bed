package io.elbo4j.models.fieldspace;

import io.elbo4j.data.Batch;
import io.elbo4j.family.BinaryField;
import io.elbo4j.paper.Equation;
import org.hipparchus.special.Erf;

/**
 * One unit with N binary weights and inputs of ±1, whose label is the sign of their product. The sum of many weights is taken to be normal,
 * with mean Σμx and, since x² = 1, variance S = Σs whatever the input.
 *
 * @param field {@code [N]}: θ
 * @param inverseTemperature β
 */
public record Perceptron(double[] field, double inverseTemperature) {

    /** Below it S is not told apart from 0: all weights are decided. */
    private static final double LEAST_VARIANCE = 1e-30;

    /** From it on the tail is a continued fraction. */
    private static final double TAIL = 5;

    /** As far below 0 nothing is left of 1 − H. */
    private static final double CERTAIN = 30;

    private static final int TERMS = 60;
    private static final double LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    /**
     * Σ over rows of log P(label right), and its gradient.
     *
     * @param logLikSum nats
     * @param gradient {@code [N]}, in the fields
     */
    public record Fit(double logLikSum, double[] gradient) {}

    /** Mean of each weight. */
    public double[] mean() {
        double[] mean = new double[field.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = Math.tanh(inverseTemperature * field[i]);
        }
        return mean;
    }

    /**
     * P = H(−yΣμx/√S) of all rows.
     *
     * @param batch features of ±1, targets of ±1
     */
    @Equation(paper = "arXiv:2212.02846v2", number = "perceptron likelihood")
    public Fit at(Batch batch) {
        double[] mean = mean();
        double[] variance = new double[mean.length];
        double total = 0;
        for (int i = 0; i < mean.length; i++) {
            variance[i] = BinaryField.variance(inverseTemperature * field[i]);
            total += variance[i];
        }
        total = Math.max(total, LEAST_VARIANCE);
        double sd = Math.sqrt(total);
        float[] inputs = batch.features().dense();
        double[] ofInputs = new double[mean.length];
        double ofMeans = 0;
        double logLik = 0;
        for (int row = 0; row < batch.rows(); row++) {
            int first = row * mean.length;
            double sum = 0;
            for (int i = 0; i < mean.length; i++) {
                sum += mean[i] * inputs[first + i];
            }
            double label = batch.targets()[row];
            double u = -label * sum / sd;
            double hazard = hazard(u);
            logLik += logTail(u, hazard);
            double slope = label * hazard / sd;
            ofMeans += slope * sum / total;
            for (int i = 0; i < mean.length; i++) {
                ofInputs[i] += slope * inputs[first + i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            ofInputs[i] = inverseTemperature * variance[i] * (ofInputs[i] + ofMeans * mean[i]);
        }
        return new Fit(logLik, ofInputs);
    }

    /** ln H(u) of the upper tail H of a standard normal, also far out. */
    static double logTail(double u) {
        return logTail(u, hazard(u));
    }

    private static double logTail(double u, double hazard) {
        return u < -CERTAIN ? 0 : logDensity(u) - Math.log(hazard);
    }

    /** φ(u)/H(u) = −d ln H/du. */
    static double hazard(double u) {
        return u >= TAIL ? 1 / tailOverDensity(u) : Math.exp(logDensity(u)) / (0.5 * Erf.erfc(u / Math.sqrt(2)));
    }

    private static double logDensity(double u) {
        return -0.5 * u * u - LOG_ROOT_TWO_PI;
    }

    /** H(u)/φ(u): Laplace's continued fraction. */
    private static double tailOverDensity(double u) {
        double below = u;
        for (int n = TERMS; n >= 1; n--) {
            below = u + n / below;
        }
        return 1 / below;
    }
}
