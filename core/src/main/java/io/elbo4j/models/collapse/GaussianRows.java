package io.elbo4j.models.collapse;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import io.elbo4j.math.PositiveDefinite;
import java.util.Arrays;

/**
 * Normal rows whose mean is 0 and whose sample covariance is exactly what is asked for, so that closed forms hold without a sampling error. Axes are turned at
 * random.
 */
public final class GaussianRows {

    private GaussianRows() {}

    /**
     * Rows of a covariance with these eigenvalues.
     *
     * @param rows more than there are eigenvalues
     */
    public static Batch of(double[] eigenvalues, int rows, Key key) {
        int d = eigenvalues.length;
        double[] white = whitened(centred(gaussians(rows, d, key.fold(0)), rows, d), rows, d, rows);
        return batch(coloured(white, rows, eigenvalues, key.fold(1)), rows, d);
    }

    /**
     * Conditions of covariance 1, and outputs of a covariance with these eigenvalues λ, each axis of which has the correlation ρ with one axis of the condition: the
     * covariance of the output given the condition has the eigenvalues (1 − ρ²)·λ.
     *
     * @param correlation ρ, from 0 up to but not 1
     * @param rows more than twice as many as eigenvalues
     */
    public static Batch conditioned(double[] eigenvalues, double correlation, int rows, Key key) {
        int d = eigenvalues.length;
        double[] white = whitened(centred(gaussians(rows, 2 * d, key.fold(0)), rows, 2 * d), rows, 2 * d, rows);
        double[] condition = new double[rows * d];
        double[] output = new double[rows * d];
        double rest = Math.sqrt(1 - correlation * correlation);
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < d; i++) {
                double x = white[r * 2 * d + i];
                condition[r * d + i] = x;
                output[r * d + i] = correlation * x + rest * white[r * 2 * d + d + i];
            }
        }
        double[] ones = new double[d];
        Arrays.fill(ones, 1);
        double[] turned = coloured(condition, rows, ones, key.fold(2));
        double[] scaled = coloured(output, rows, eigenvalues, key.fold(1));
        double[] both = new double[rows * 2 * d];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(turned, r * d, both, r * 2 * d, d);
            System.arraycopy(scaled, r * d, both, r * 2 * d + d, d);
        }
        return batch(both, rows, 2 * d);
    }

    private static double[] gaussians(int rows, int d, Key key) {
        double[] numbers = new double[rows * d];
        Arrays.setAll(numbers, key::gaussian);
        return numbers;
    }

    private static double[] centred(double[] rows, int count, int d) {
        double[] centred = rows.clone();
        for (int i = 0; i < d; i++) {
            double mean = 0;
            for (int r = 0; r < count; r++) {
                mean += rows[r * d + i] / count;
            }
            for (int r = 0; r < count; r++) {
                centred[r * d + i] -= mean;
            }
        }
        return centred;
    }

    /** G·L⁻ᵀ, L·Lᵀ = Gᵀ·G/scale: columns are orthogonal, with the sum of squares given. */
    private static double[] whitened(double[] rows, int count, int d, double sumOfSquares) {
        double[] moments = new double[d * d];
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    moments[i * d + j] += rows[r * d + i] * rows[r * d + j] / sumOfSquares;
                }
            }
        }
        double[] factor = PositiveDefinite.of(moments, d).factor();
        double[] white = rows.clone();
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < d; i++) {
                double sum = white[r * d + i];
                for (int j = 0; j < i; j++) {
                    sum -= factor[i * d + j] * white[r * d + j];
                }
                white[r * d + i] = sum / factor[i * d + i];
            }
        }
        return white;
    }

    /** Each row times √λ and a random rotation. */
    private static double[] coloured(double[] white, int rows, double[] eigenvalues, Key key) {
        int d = eigenvalues.length;
        double[] rotation = whitened(gaussians(d, d, key), d, d, 1);
        double[] coloured = new double[rows * d];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < d; i++) {
                double scaled = Math.sqrt(eigenvalues[i]) * white[r * d + i];
                for (int j = 0; j < d; j++) {
                    coloured[r * d + j] += scaled * rotation[i * d + j];
                }
            }
        }
        return coloured;
    }

    private static Batch batch(double[] numbers, int rows, int width) {
        float[] features = new float[numbers.length];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) numbers[i];
        }
        return new Batch(features, new float[rows], width);
    }
}
