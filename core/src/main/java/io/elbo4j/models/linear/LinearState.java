package io.elbo4j.models.linear;

import io.elbo4j.family.Posterior;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The belief about a linear regression with what its solver remembers.
 *
 * @param posterior a {@link io.elbo4j.family.FullGaussian} or {@link io.elbo4j.family.DiagonalGaussian}
 * @param elbo of the last round, nats; NaN before the first. For the full family it is the log evidence
 * @param previousMean {@code [D]} of the round before; empty when there is none
 * @param previousGradient {@code [D]} of the ELBO there; empty when there is none
 */
public record LinearState(Posterior posterior, double elbo, double[] previousMean, double[] previousGradient)
        implements Serializable {

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearState that
                && posterior.equals(that.posterior)
                && Double.compare(elbo, that.elbo) == 0
                && Arrays.equals(previousMean, that.previousMean)
                && Arrays.equals(previousGradient, that.previousGradient);
    }

    @Override
    public int hashCode() {
        return 31 * posterior.hashCode() + Double.hashCode(elbo);
    }
}
