package io.elbo4j.models.niwmeta;

import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.math.RowMajor;

/**
 * What follows from K = XSXᵀ + σ²I, the covariance of linear rows whose weights are N(m₀, S).
 *
 * @param mean m of the weights given the rows, {@code [A]}
 * @param alpha α = K⁻¹ (y − Xm₀), {@code [rows]}
 * @param gain K⁻¹XS, {@code [rows, A]}
 * @param inverseInputs K⁻¹X, {@code [rows, A]}
 * @param inverseTrace tr K⁻¹
 * @param logDeterminant log |K|
 */
record RowCovariance(
        double[] mean,
        double[] alpha,
        double[] gain,
        double[] inverseInputs,
        double inverseTrace,
        double logDeterminant) {

    /**
     * For fewer rows than weights.
     *
     * @param spread XS, {@code [rows, A]}
     * @param residual y − Xm₀, {@code [rows]}
     */
    static RowCovariance inTheSpaceOfRows(EpisodeGaussian prior, LinearRows rows, double[] spread, double[] residual) {
        int n = rows.rows();
        int d = prior.dimension();
        double[] covariance = RowMajor.product(spread, RowMajor.transposed(rows.inputs(), d), d);
        for (int i = 0; i < n; i++) {
            covariance[i * n + i] += rows.noiseVariance();
            for (int j = 0; j < i; j++) {
                covariance[i * n + j] = covariance[j * n + i];
            }
        }
        PositiveDefinite factorised = PositiveDefinite.of(covariance, n);
        double[] inverse = factorised.inverse();
        double[] alpha = RowMajor.product(inverse, residual, n);
        double[] mean = RowMajor.productOfTransposed(spread, alpha, n);
        for (int i = 0; i < d; i++) {
            mean[i] += prior.mean()[i];
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += inverse[i * n + i];
        }
        return new RowCovariance(
                mean,
                alpha,
                RowMajor.product(inverse, spread, n),
                RowMajor.product(inverse, rows.inputs(), n),
                trace,
                factorised.logDeterminant());
    }

    /** For more rows than weights: through the posterior's covariance, which is the smaller matrix. */
    static RowCovariance inTheSpaceOfWeights(EpisodeGaussian prior, LinearRows rows) {
        int n = rows.rows();
        int d = prior.dimension();
        double noise = rows.noiseVariance();
        EpisodeGaussian local = FullShape.INSTANCE.local(prior, rows.quadratic());
        double[] gain = RowMajor.product(rows.inputs(), local.covariance(), d);
        double[] alpha = rows.outputs(local.mean());
        for (int i = 0; i < n; i++) {
            alpha[i] = (rows.targets()[i] - alpha[i]) / noise;
        }
        double trace = n;
        for (int i = 0; i < gain.length; i++) {
            gain[i] /= noise;
            trace -= gain[i] * rows.inputs()[i];
        }
        double[] inverseInputs =
                RowMajor.product(gain, RowMajor.productOfTransposed(rows.inputs(), rows.inputs(), n), d);
        for (int i = 0; i < inverseInputs.length; i++) {
            inverseInputs[i] = (rows.inputs()[i] - inverseInputs[i]) / noise;
        }
        double logDeterminant = n * Math.log(noise)
                + PositiveDefinite.of(prior.covariance(), d).logDeterminant()
                - PositiveDefinite.of(local.covariance(), d).logDeterminant();
        return new RowCovariance(local.mean(), alpha, gain, inverseInputs, trace / noise, logDeterminant);
    }
}
