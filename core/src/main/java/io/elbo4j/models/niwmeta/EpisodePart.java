package io.elbo4j.models.niwmeta;

/**
 * What one episode says.
 *
 * @param mean gradient of its loss in m₀, {@code [A]}; or a statistic
 * @param spread gradient in the coordinates of the covariance; or a statistic
 * @param shared gradient in the shared weights, {@code [C]}
 * @param logLik of the judged rows, in nats
 * @param klNats expected divergence of its posterior from the belief
 * @param rows that were judged
 * @param draws from the hierarchy: 1 where the episode is one, a number for each class where classes are
 */
record EpisodePart(
        double[] mean, double[] spread, float[] shared, double logLik, double klNats, double rows, double draws) {

    /** Of an episode without a finite fit. */
    static EpisodePart none() {
        return new EpisodePart(new double[0], new double[0], new float[0], Double.NaN, 0, 0, 0);
    }

    boolean isFinite() {
        return Double.isFinite(logLik + klNats) && isFinite(mean) && isFinite(spread) && isFinite(shared);
    }

    private static boolean isFinite(double[] numbers) {
        for (double each : numbers) {
            if (!Double.isFinite(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(float[] numbers) {
        for (float each : numbers) {
            if (!Float.isFinite(each)) {
                return false;
            }
        }
        return true;
    }
}
