/**
 * How good a predictive distribution is: pure functions of probabilities and targets. Shapes: N rows, K classes, S posterior samples.
 */
@NullMarked
package io.elbo4j.eval;

import org.jspecify.annotations.NullMarked;
