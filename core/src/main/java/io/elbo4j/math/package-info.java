/** Keyed randomness: every draw is a function of a {@link io.elbo4j.math.Key} and a counter, never of hidden state. */
@NullMarked
package io.elbo4j.math;

import org.jspecify.annotations.NullMarked;
