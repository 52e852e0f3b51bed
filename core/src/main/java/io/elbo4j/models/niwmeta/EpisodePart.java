package io.elbo4j.models.niwmeta;

import io.elbo4j.paper.Equation;
import java.util.Arrays;

/**
 * What one episode says.
 *
 * @param mean gradient of its loss in m₀ of each component, {@code [K · A]}; or a statistic
 * @param spread gradient in their covariances; or a statistic
 * @param shared gradient in the shared weights, {@code [C]}
 * @param logLik of the judged rows, in nats
 * @param klNats expected divergence of its posterior from the belief
 * @param rows that were judged
 * @param draws from each component, {@code [K]}: the probability that the episode is one of it; where classes are draws, their number
 */
record EpisodePart(
        double[] mean, double[] spread, float[] shared, double logLik, double klNats, double rows, double[] draws) {

    /** Of an episode without a finite fit. */
    static EpisodePart none() {
        return new EpisodePart(new double[0], new double[0], new float[0], Double.NaN, 0, 0, new double[0]);
    }

    /**
     * Of an episode that is of one of K components, from what it would say were it of each. With q(component) ∝ E[share] · exp(its
     * bound) the bound is log Σ, and by that choice its gradient is the mean of the gradients.
     *
     * @param parts of the same rows, {@code [K]}
     * @param expectedLogShares {@code [K]}
     */
    @Equation(paper = "Bishop 2006", number = "10.49")
    static EpisodePart mixture(EpisodePart[] parts, double[] expectedLogShares) {
        double[] bounds = expectedLogShares.clone();
        for (int k = 0; k < parts.length; k++) {
            if (!parts[k].isFinite()) {
                return none();
            }
            bounds[k] += parts[k].logLik - parts[k].klNats;
        }
        double[] draws = probabilities(bounds);
        int a = parts[0].mean.length;
        int coordinates = parts[0].spread.length;
        double[] mean = new double[a * parts.length];
        double[] spread = new double[coordinates * parts.length];
        float[] shared = new float[parts[0].shared.length];
        double logLik = 0;
        double klNats = 0;
        for (int k = 0; k < parts.length; k++) {
            for (int i = 0; i < a; i++) {
                mean[k * a + i] = draws[k] * parts[k].mean[i];
            }
            for (int i = 0; i < coordinates; i++) {
                spread[k * coordinates + i] = draws[k] * parts[k].spread[i];
            }
            for (int i = 0; i < shared.length; i++) {
                shared[i] += (float) (draws[k] * parts[k].shared[i]);
            }
            logLik += draws[k] * parts[k].logLik;
            if (draws[k] > 0) {
                klNats += draws[k] * (parts[k].klNats + Math.log(draws[k]) - expectedLogShares[k]);
            }
        }
        return new EpisodePart(mean, spread, shared, logLik, klNats, parts[0].rows, draws);
    }

    /** exp of each, divided by their sum. */
    static double[] probabilities(double[] logs) {
        double largest = Arrays.stream(logs).max().orElse(0);
        double[] probabilities =
                Arrays.stream(logs).map(log -> Math.exp(log - largest)).toArray();
        double total = Arrays.stream(probabilities).sum();
        return Arrays.stream(probabilities).map(p -> p / total).toArray();
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
