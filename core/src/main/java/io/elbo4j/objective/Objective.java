package io.elbo4j.objective;

import java.io.Serializable;

/** From the log ratios of K draws, log p(data, θₖ) − log q(θₖ), to a bound on the log evidence. */
public interface Objective extends Serializable {

    /**
     * The bound, in nats.
     *
     * @param logRatios {@code [K]}
     */
    double value(double[] logRatios);

    /**
     * Derivative of {@link #value} with respect to each log ratio.
     *
     * @return {@code [K]}
     */
    double[] weights(double[] logRatios);
}
