package io.elbo4j.family;

import io.elbo4j.math.Key;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A normal distribution with a full covariance.
 *
 * @param mean {@code [D]}
 * @param covariance {@code [D, D]}, row-major, symmetric and positive definite
 */
public record FullGaussian(double[] mean, double[] covariance) implements Posterior, Serializable {

    public FullGaussian {
        if (covariance.length != (long) mean.length * mean.length) {
            throw new IllegalArgumentException("full gaussian: sizes do not agree: mean=" + mean.length + " covariance="
                    + covariance.length + "; the covariance has mean × mean numbers");
        }
    }

    @Override
    public int dimension() {
        return mean.length;
    }

    /** Standard deviation of one parameter. */
    public double sd(int index) {
        return Math.sqrt(covariance[index * mean.length + index]);
    }

    @Override
    public float[] meanTheta() {
        float[] theta = new float[mean.length];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) mean[i];
        }
        return theta;
    }

    @Override
    public float[] draw(Key key) {
        return FullGaussianFamily.INSTANCE.draw(this, key).theta();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FullGaussian that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(covariance, that.covariance);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(covariance);
    }

    @Override
    public String toString() {
        return "FullGaussian[dimension=" + dimension() + "]";
    }
}
