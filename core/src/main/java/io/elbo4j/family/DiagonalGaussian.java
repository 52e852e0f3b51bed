package io.elbo4j.family;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.math.Key;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Independent normals in double precision: the exact answers that networks' posteriors are checked against.
 *
 * @param mean {@code [D]}
 * @param variance {@code [D]}, positive
 */
public record DiagonalGaussian(double[] mean, double[] variance) implements Posterior, GaussianPrior, Serializable {

    public DiagonalGaussian {
        if (mean.length != variance.length) {
            throw new IllegalArgumentException("diagonal gaussian: sizes do not agree: mean=" + mean.length
                    + " variance=" + variance.length + "; both have one number a parameter");
        }
    }

    @Override
    public int dimension() {
        return mean.length;
    }

    @Override
    public double mean(int index) {
        return mean[index];
    }

    @Override
    public double precision(int index) {
        return 1 / variance[index];
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
        float[] theta = new float[mean.length];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (mean[i] + Math.sqrt(variance[i]) * key.gaussian(i));
        }
        return theta;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DiagonalGaussian that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(variance, that.variance);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(variance);
    }

    @Override
    public String toString() {
        return "DiagonalGaussian[dimension=" + dimension() + "]";
    }
}
