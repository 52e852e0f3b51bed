package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.math.Key;
import java.util.Arrays;

/**
 * Moments of an inference's estimates over many keys.
 *
 * @param value mean
 * @param valueError its standard error
 * @param gradient mean, {@code [D]}
 * @param gradientError its standard errors, {@code [D]}
 */
record Estimates(double value, double valueError, double[] gradient, double[] gradientError) {

    /** Of so many estimates. */
    static Estimates of(Inference<?> inference, float[] theta, Minibatch rows, int count, long seed) {
        int d = theta.length + 1;
        double[] sum = new double[d];
        double[] squares = new double[d];
        for (int i = 0; i < count; i++) {
            Estimate estimate = inference.estimate(theta, rows, Key.of(seed).fold(i));
            for (int k = 0; k < d; k++) {
                double x = k == 0 ? estimate.value() : estimate.gradient()[k - 1];
                sum[k] += x;
                squares[k] += x * x;
            }
        }
        double[] mean = new double[d];
        double[] error = new double[d];
        for (int k = 0; k < d; k++) {
            mean[k] = sum[k] / count;
            error[k] = Math.sqrt(Math.max(0, squares[k] / count - mean[k] * mean[k]) / (count - 1));
        }
        double[] gradient = Arrays.copyOfRange(mean, 1, d);
        double[] gradientError = Arrays.copyOfRange(error, 1, d);
        return new Estimates(mean[0], error[0], gradient, gradientError);
    }

    /** Every mean lies within 4 standard errors of what it should be, and some for the rounding of single precision. */
    void requireNear(String what, double exactValue, double[] exactGradient, double rounding) {
        requireNear(what + " value", exactValue, value, valueError, rounding);
        for (int k = 0; k < exactGradient.length; k++) {
            requireNear(what + " gradient " + k, exactGradient[k], gradient[k], gradientError[k], rounding);
        }
    }

    private static void requireNear(String what, double exact, double found, double error, double rounding) {
        assertTrue(
                Math.abs(found - exact) <= 4 * error + rounding,
                what + ": exact=" + exact + " found=" + found + " standardError=" + error);
    }

    /** Variance of the gradient, all parameters together; in units of one estimate divided by their number. */
    double variance() {
        double sum = 0;
        for (double error : gradientError) {
            sum += error * error;
        }
        return sum;
    }
}
