package io.elbo4j.program;

/**
 * An unbiased estimate of an objective and its gradient.
 *
 * @param value nats, for the whole data set
 * @param gradient {@code [D]}, to ascend; for a running mean: what it should be, less what it is
 */
public record Estimate(double value, float[] gradient) {

    double[] gradientTimes(double weight) {
        double[] times = new double[gradient.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = weight * gradient[i];
        }
        return times;
    }
}
