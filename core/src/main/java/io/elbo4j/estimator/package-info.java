/**
 * Gradients of the expected log likelihood with respect to a mean-field Gaussian's coordinates.
 *
 * <p>Every estimator returns sums over the rows of the batch with arrays {@code [mean gradient (A), log sd gradient (A)]}:
 * the divergence from the prior is not in them, because it must be counted once and not once a shard.
 */
@NullMarked
package io.elbo4j.estimator;

import org.jspecify.annotations.NullMarked;
