package io.elbo4j.eval;

import io.elbo4j.math.Sums;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a model of rows with latents of their own fares on some rows, and what each number of the latents is used for. Means over rows, nats.
 * Rows become sums that add up, so that executors can share them.
 *
 * @param rows how many
 * @param reconstruction E_q[log p(row given latents)]
 * @param kl of guide and prior
 * @param bound importance-weighted bound on log p(row), of as many draws as it was made with
 * @param latents that are normal in guide and prior, in the order of the guide; empty where others are
 */
public record LatentFigures(long rows, double reconstruction, double kl, double bound, List<Latent> latents) {

    /** A latent below this tells nothing of its row; nats a row. */
    public static final double ACTIVE_NATS = 0.01;

    /**
     * One number of the latents. Variances are in units of its prior's: where the guide on the whole gives the prior back, both together are 1.
     *
     * @param klNats of guide and prior, mean over rows
     * @param meanVariance how the guide's means differ from row to row (of divisor N)
     * @param variance of the guide around its mean, mean over rows
     */
    public record Latent(double klNats, double meanVariance, double variance) {

        /** Whether it tells more than {@link #ACTIVE_NATS} of a row. */
        public boolean active() {
            return klNats > ACTIVE_NATS;
        }
    }

    public LatentFigures {
        latents = List.copyOf(latents);
    }

    /**
     * One row.
     *
     * @param klByNumber {@code [E]}, nats
     * @param mean {@code [E]}: (guide's mean − prior's mean) / prior's sd
     * @param variance {@code [E]}: guide's variance / prior's variance
     */
    public static Sums row(
            double reconstruction, double kl, double bound, double[] klByNumber, double[] mean, double[] variance) {
        double[] squares = Arrays.stream(mean).map(each -> each * each).toArray();
        return Sums.of(1, reconstruction, new double[] {kl, bound}, klByNumber, mean, squares, variance);
    }

    /**
     * Of the sums of rows.
     *
     * @throws IllegalArgumentException of none
     */
    public static LatentFigures of(Sums sums) {
        double rows = sums.rows();
        if (rows == 0) {
            throw new IllegalArgumentException("latents: no rows: rows=0; give at least one");
        }
        double[] whole = sums.arrays().get(0);
        double[] kl = sums.arrays().get(1);
        double[] mean = sums.arrays().get(2);
        double[] square = sums.arrays().get(3);
        double[] variance = sums.arrays().get(4);
        List<Latent> latents = IntStream.range(0, kl.length)
                .mapToObj(e -> new Latent(
                        kl[e] / rows,
                        Math.max(0, square[e] / rows - mean[e] / rows * (mean[e] / rows)),
                        variance[e] / rows))
                .toList();
        return new LatentFigures(Math.round(rows), sums.logLik() / rows, whole[0] / rows, whole[1] / rows, latents);
    }

    /** {@code elbo}, {@code nll} (by the importance-weighted bound), {@code reconstruction}, {@code kl}, {@code activeLatents}. */
    public Metrics metrics() {
        return Metrics.NONE
                .with("elbo", reconstruction - kl)
                .with("nll", -bound)
                .with("reconstruction", reconstruction)
                .with("kl", kl)
                .with("activeLatents", (double)
                        latents.stream().filter(Latent::active).count());
    }
}
