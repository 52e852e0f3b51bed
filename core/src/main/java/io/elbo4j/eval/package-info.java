/**
 * How good a predictive distribution is: pure functions of probabilities and targets.
 *
 * <p>Shapes: N rows, K classes, S posterior samples, B bins. Probabilities are averaged over samples, never logits or log
 * probabilities; everything logarithmic is in nats. Rows keep the order of the whole set, so that predictions of shards
 * can be put together again ({@link io.elbo4j.eval.PredictiveDistribution#interleaved}).
 */
@NullMarked
package io.elbo4j.eval;

import org.jspecify.annotations.NullMarked;
