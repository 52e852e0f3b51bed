/**
 * How a mean-field Gaussian moves along a gradient: the state between steps, and the rules that take it one step on.
 *
 * <p>Rules work on means over rows: (1/n) Σ ∇ log likelihood − (T/N) ∇ KL, with n rows in the gradient, N in the data set.
 */
@NullMarked
package io.elbo4j.update;

import org.jspecify.annotations.NullMarked;
