package io.elbo4j.family;

import io.elbo4j.math.Key;
import java.io.Serializable;

/**
 * How a posterior makes θ from noise, and what follows from it. Stateless.
 *
 * @param <Q> the posterior
 */
public interface Family<Q extends Posterior> extends Serializable {

    /**
     * θ with the noise it was made from.
     *
     * @param theta {@code [D]}
     * @param noise standard normal, {@code [A]}
     */
    record Draw(float[] theta, float[] noise) {}

    /** Reparameterised draw: θ is a differentiable function of q and of noise that does not depend on q. */
    Draw draw(Q q, Key key);

    /** log q(θ) in nats, over the active parameters that are not points. */
    double logDensityNats(Q q, float[] theta);

    /**
     * The chain rule from θ to q's own coordinates.
     *
     * @param thetaGradient {@code [D]}: of any function of θ, at {@code draw.theta()}
     * @return its gradient with respect to q's coordinates; their order is the family's
     */
    double[] pullback(Q q, Draw draw, float[] thetaGradient);
}
