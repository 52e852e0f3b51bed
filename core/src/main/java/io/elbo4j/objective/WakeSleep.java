package io.elbo4j.objective;

import java.util.Optional;

/**
 * Reweighted wake-sleep (Bornschein and Bengio, arXiv 1406.2751v4, sections 2 and 3): the model follows the importance-weighted bound, and the guide the forward divergence
 * KL(posterior ‖ guide), which covers every mode. In the wake phase the guide learns from its own draws, each by its weight among K; in the sleep phase from latents that
 * the model dreamt, together with the rows that it dreamt of them. No derivative passes through a draw, so that any latent may be discrete.
 *
 * <p>Its weights are shares of K draws together, so that shards add {@link PerRow} of it.
 *
 * @param wake factor of the wake phase in the guide's gradient; 0 leaves the guide to its dreams
 * @param sleep factor of the sleep phase, which needs a guide that sees rows; 0 for none
 */
public record WakeSleep(double wake, double sleep) implements Objective {

    public WakeSleep {
        if (!(wake >= 0 && sleep >= 0 && wake + sleep > 0) || Double.isInfinite(wake + sleep)) {
            throw new IllegalArgumentException("objective: out of range: wake=" + wake + " sleep=" + sleep
                    + "; use factors from 0 up, one of them above");
        }
    }

    /** The one that this objective is, or is of each row. */
    public static Optional<WakeSleep> in(Objective objective) {
        if (objective instanceof PerRow rows) {
            return in(rows.each());
        }
        return objective instanceof WakeSleep own ? Optional.of(own) : Optional.empty();
    }

    @Override
    public double value(double[] logRatios) {
        return new Iwelbo().value(logRatios);
    }

    /** Shares wₖ / Σ w. */
    @Override
    public double[] weights(double[] logRatios) {
        return new Iwelbo().weights(logRatios);
    }
}
