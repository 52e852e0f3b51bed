/**
 * Log probabilities of data and parameters with their gradients, in nats, summed over the batch (never averaged).
 *
 * <p>Shapes: D parameters of a network in one flat array, K outputs of a network for one row, B rows, F features.
 */
@NullMarked
package io.elbo4j.density;

import org.jspecify.annotations.NullMarked;
