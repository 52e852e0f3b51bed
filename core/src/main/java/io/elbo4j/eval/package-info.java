/**
 * How good a predictive distribution is: pure functions of probabilities and targets.
 *
 * <p>Shapes: N rows, K classes, S posterior samples, B bins. Probabilities are averaged over samples, never logits or log
 * probabilities; everything logarithmic is in nats. Rows keep the order of the whole set, so that predictions of shards
 * can be put together again ({@link io.elbo4j.eval.PredictiveDistribution#interleaved}).
 *
 * <p>{@link io.elbo4j.eval.StreamAccuracies}: David Lopez-Paz and Marc'Aurelio Ranzato, "Gradient episodic memory for continual
 * learning", NeurIPS 2017, arXiv 1706.08840v6. Forgetting is there the negative of backward transfer, and elsewhere measured from
 * the best accuracy since.
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:1706.08840v6, 2</td><td>{@code StreamAccuracies.averageAccuracy}</td></tr>
 * <tr><td>arXiv:1706.08840v6, 3</td><td>{@code StreamAccuracies.backwardTransfer}</td></tr>
 * <tr><td>arXiv:1706.08840v6, 4</td><td>{@code StreamAccuracies.forwardTransfer}</td></tr>
 * </table>
 */
@NullMarked
package io.elbo4j.eval;

import org.jspecify.annotations.NullMarked;
