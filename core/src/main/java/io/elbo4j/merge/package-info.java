/**
 * How the contributions of shards become the next belief. Each rule is a value that holds its local step and its merge,
 * because neither makes sense without the other. {@link io.elbo4j.merge.SupportUnion} and {@link io.elbo4j.merge.Pruning} make one
 * belief of several that never were shards of one run.
 *
 * <ul>
 *   <li>Committee machine: Volker Tresp, "A Bayesian committee machine", Neural Computation 12, 2000.
 *   <li>Density ratio: James M. Dickey, "The weighted likelihood ratio, linear hypotheses on normal location parameters", Annals of
 *       Mathematical Statistics 42, 1971. As a way to prune: Karl Friston and Will Penny, "Post hoc Bayesian model selection",
 *       NeuroImage 56, 2011.
 * </ul>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>Tresp 2000, committee</td><td>{@code SupportUnion.of}</td></tr>
 * <tr><td>Dickey 1971, density ratio at 0</td><td>{@code Pruning.lossNats}</td></tr>
 * </table>
 *
 * <p>The papers' bodies were not at hand: equations are named in words, and were derived again where they stand.
 */
@NullMarked
package io.elbo4j.merge;

import org.jspecify.annotations.NullMarked;
