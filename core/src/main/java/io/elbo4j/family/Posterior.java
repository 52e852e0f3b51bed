package io.elbo4j.family;

import io.elbo4j.math.Key;

/** What is believed about θ: an immutable value, equal by value. */
public interface Posterior {

    /** D. */
    int dimension();

    /** The posterior mean of θ, {@code [D]}; exactly 0 where a parameter is not active. */
    float[] meanTheta();

    /** A draw of θ, {@code [D]}. */
    float[] draw(Key key);
}
