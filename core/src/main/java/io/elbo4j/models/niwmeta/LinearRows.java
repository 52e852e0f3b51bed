package io.elbo4j.models.niwmeta;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.RowMajor;

/**
 * Rows whose outputs are linear in an episode's own weights, with normal noise: y = Xθ + noise.
 *
 * @param inputs X, {@code [rows, A]}
 * @param targets y, {@code [rows]}
 * @param noiseVariance σ²
 */
record LinearRows(double[] inputs, float[] targets, double noiseVariance) {

    int rows() {
        return targets.length;
    }

    boolean isFinite() {
        double sum = 0 / noiseVariance;
        for (double each : inputs) {
            sum += 0 * each;
        }
        for (float each : targets) {
            sum += 0 * each;
        }
        return sum == 0;
    }

    /** As a function of these weights alone, the others being 0. */
    LinearRows of(int[] active) {
        int all = rows() == 0 ? 0 : inputs.length / rows();
        double[] chosen = new double[rows() * active.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = inputs[i / active.length * all + active[i % active.length]];
        }
        return new LinearRows(chosen, targets, noiseVariance);
    }

    LinearRows withNoise(double variance) {
        return new LinearRows(inputs, targets, variance);
    }

    /** X · weights, {@code [rows]}. */
    double[] outputs(double[] weights) {
        return RowMajor.product(inputs, weights, weights.length);
    }

    /** The variance of each output under a belief about the weights, {@code [rows]}. */
    double[] outputVariances(Posterior own) {
        int d = own.dimension();
        double[] spread =
                own instanceof FullGaussian full ? RowMajor.product(inputs, full.covariance(), d) : inputs.clone();
        if (own instanceof DiagonalGaussian diagonal) {
            for (int i = 0; i < spread.length; i++) {
                spread[i] *= diagonal.variance()[i % d];
            }
        }
        double[] variances = new double[rows()];
        for (int i = 0; i < spread.length; i++) {
            variances[i / d] += spread[i] * inputs[i];
        }
        return variances;
    }

    /** Their log likelihood: A = XᵀX / σ², h = Xᵀy / σ². */
    Quadratic quadratic() {
        double[] scaled = new double[inputs.length];
        double[] y = new double[rows()];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = inputs[i] / noiseVariance;
        }
        for (int row = 0; row < y.length; row++) {
            y[row] = targets[row] / noiseVariance;
        }
        return new Quadratic(
                RowMajor.productOfTransposed(scaled, inputs, rows()), RowMajor.productOfTransposed(inputs, y, rows()));
    }
}
