package io.elbo4j.models.linear;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Sums;

/**
 * All that a Gaussian linear model needs to know of its data: XᵀX, Xᵀy and yᵀy, as sums that add over shards. A row of weight w
 * is in each of them w times.
 *
 * @param rows n; of weighted rows, the sum of their weights
 * @param gram XᵀX, {@code [D, D]}
 * @param moment Xᵀy, {@code [D]}
 * @param square yᵀy
 */
record SufficientStatistics(double rows, double[] gram, double[] moment, double square) {

    /** Of one shard; with an intercept the last input is the constant 1. */
    static Sums of(Batch batch, boolean bias) {
        int inputs = batch.width();
        int d = inputs + (bias ? 1 : 0);
        double[] gram = new double[d * d];
        double[] moment = new double[d];
        double[] square = new double[1];
        double[] x = new double[d];
        float[] features = batch.features().dense();
        if (bias) {
            x[inputs] = 1;
        }
        for (int r = 0; r < batch.rows(); r++) {
            for (int f = 0; f < inputs; f++) {
                x[f] = features[r * inputs + f];
            }
            double y = batch.targets()[r];
            double weight = batch.weight(r);
            square[0] += weight * (y * y);
            for (int i = 0; i < d; i++) {
                moment[i] += weight * (x[i] * y);
                for (int j = 0; j < d; j++) {
                    gram[i * d + j] += weight * (x[i] * x[j]);
                }
            }
        }
        return Sums.of(batch.totalWeight(), 0, gram, moment, square);
    }

    static SufficientStatistics of(Sums sums) {
        return new SufficientStatistics(
                sums.rows(),
                sums.arrays().get(0),
                sums.arrays().get(1),
                sums.arrays().get(2)[0]);
    }

    int dimension() {
        return moment.length;
    }

    /** Σ (y − xᵀm)² for one m. */
    double residualSquare(double[] m) {
        int d = dimension();
        double quadratic = 0;
        double linear = 0;
        for (int i = 0; i < d; i++) {
            linear += moment[i] * m[i];
            for (int j = 0; j < d; j++) {
                quadratic += m[i] * gram[i * d + j] * m[j];
            }
        }
        return Math.max(0, square - 2 * linear + quadratic);
    }
}
