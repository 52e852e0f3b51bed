package io.elbo4j.family;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.math.Key;
import io.elbo4j.math.Supports;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Independent normals on a support; exactly 0 elsewhere. With every index in the support it is the dense mean-field
 * Gaussian. A standard deviation of 0 makes a parameter a point.
 *
 * @param dimension D
 * @param support {@code [A]}: indices into θ, ascending
 * @param mean {@code [A]}
 * @param sd {@code [A]}: standard deviation
 */
public record SparseGaussian(int dimension, int[] support, float[] mean, float[] sd)
        implements Posterior, Serializable {

    public SparseGaussian {
        if (mean.length != support.length || sd.length != support.length) {
            throw new IllegalArgumentException("sparse gaussian: sizes do not agree: support=" + support.length
                    + " mean=" + mean.length + " sd=" + sd.length + "; each has one entry an active parameter");
        }
        int disorder = Supports.disorder(support, dimension);
        if (disorder >= 0) {
            throw new IllegalArgumentException("sparse gaussian: support not ascending or out of range: index="
                    + support[disorder] + " previous=" + Supports.previous(support, disorder) + " dimension="
                    + dimension + "; sort and bound the support");
        }
    }

    /** Points without variance, all of them active. */
    public static SparseGaussian points(float[] theta) {
        int[] all = IntStream.range(0, theta.length).toArray();
        return new SparseGaussian(theta.length, all, theta, new float[theta.length]);
    }

    /** A: how many parameters are not exactly 0 (points included). */
    public int active() {
        return support.length;
    }

    @Override
    public int active(ParameterBlock block) {
        return position(block.end()) - position(block.offset());
    }

    /** Whether the k-th active parameter is a point. */
    public boolean isPoint(int k) {
        return sd[k] == 0;
    }

    /** Numbers of the support spread over θ, 0 elsewhere: {@code [D]}. */
    public float[] scatter(float[] values) {
        float[] theta = new float[dimension];
        for (int k = 0; k < support.length; k++) {
            theta[support[k]] = values[k];
        }
        return theta;
    }

    /** The first position in the support whose index is not below {@code index}. */
    public int position(int index) {
        return Supports.position(support, index);
    }

    @Override
    public float[] meanTheta() {
        return scatter(mean);
    }

    @Override
    public float[] draw(Key key) {
        return scatter(drawActive(key));
    }

    /** A draw of the active parameters alone: {@code [A]}. */
    public float[] drawActive(Key key) {
        float[] values = new float[support.length];
        key.gaussians(values);
        for (int k = 0; k < values.length; k++) {
            values[k] = mean[k] + sd[k] * values[k];
        }
        return values;
    }

    /**
     * This belief as the next prior: what is active keeps its normal, what is not keeps the prior it had.
     *
     * @param elsewhere for parameters outside the support and for points
     */
    public GaussianPrior asPrior(GaussianPrior elsewhere) {
        return new GaussianPrior() {
            @Override
            public double mean(int index) {
                int k = Arrays.binarySearch(support, index);
                return k < 0 || isPoint(k) ? elsewhere.mean(index) : mean[k];
            }

            @Override
            public double precision(int index) {
                int k = Arrays.binarySearch(support, index);
                return k < 0 || isPoint(k) ? elsewhere.precision(index) : 1 / ((double) sd[k] * sd[k]);
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseGaussian that
                && dimension == that.dimension
                && Arrays.equals(support, that.support)
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(sd, that.sd);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(support) + Arrays.hashCode(mean)) + Arrays.hashCode(sd);
    }

    @Override
    public String toString() {
        return "SparseGaussian[dimension=" + dimension + ", active=" + active() + "]";
    }
}
