package io.elbo4j.models.hmc;

import io.elbo4j.paper.Equation;

/** How many independent draws a chain is worth. */
public final class EffectiveSize {

    private EffectiveSize() {}

    /**
     * n / (1 + 2 Σ ρ_t), with autocorrelations summed in pairs as long as the pairs are positive (Geyer's initial positive sequence).
     *
     * @param series one coordinate of a chain
     */
    @Equation(paper = "Geyer 1992", number = "3.3")
    public static double of(double[] series) {
        int n = series.length;
        double mean = 0;
        for (double value : series) {
            mean += value / n;
        }
        double variance = covariance(series, mean, 0);
        if (variance == 0) {
            return 1;
        }
        double sum = -1;
        for (int lag = 0; lag + 1 < n; lag += 2) {
            double pair = (covariance(series, mean, lag) + covariance(series, mean, lag + 1)) / variance;
            if (pair <= 0) {
                break;
            }
            sum += 2 * pair;
        }
        return Math.min(n, n / Math.max(sum, 1e-12));
    }

    private static double covariance(double[] series, double mean, int lag) {
        double sum = 0;
        for (int i = lag; i < series.length; i++) {
            sum += (series[i] - mean) * (series[i - lag] - mean);
        }
        return sum / series.length;
    }
}
