/**
 * What exact sequential inference would do, as near as it can be had: to tell whether forgetting comes from the approximation.
 *
 * <p>Samuel Kessler, Adam Cobb, Tim G. J. Rudner, Stefan Zohren and Stephen J. Roberts, "On sequential Bayesian inference for continual
 * learning", Entropy 25(6):884, 2023, arXiv 2301.01828v3. The sampler: Radford M. Neal, "MCMC using Hamiltonian dynamics", Handbook of
 * Markov Chain Monte Carlo, 2011, arXiv 1206.1901v1. Effective sizes: Charles J. Geyer, "Practical Markov chain Monte Carlo",
 * Statistical Science 7(4), 1992.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>q, p (Neal)</td><td>{@code theta}, {@code momentum}</td><td>{@code [D]}</td></tr>
 * <tr><td>ε, L</td><td>{@code stepSize}, {@code leapfrogs}</td><td></td></tr>
 * <tr><td>p(θ given D₁:t)</td><td>{@code PosteriorPropagation.Learned.density}</td><td>nats</td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:1206.1901v1, 2.28</td><td>{@code Hmc.leapfrog}</td></tr>
 * <tr><td>Geyer 1992, 3.3</td><td>{@code EffectiveSize.of}</td></tr>
 * <tr><td>arXiv:2301.01828v3, 2</td><td>{@code PosteriorPropagation.learned}</td></tr>
 * </table>
 *
 * <p><b>Departures from the paper.</b>
 *
 * <ul>
 *   <li>The density is a mixture of normals with full covariances; the paper also fits normalising flows.
 *   <li>The mixture that is chosen on a quarter of the draws stays as it was fitted to the others; the published code fits it again, to a
 *       part of one chain.
 *   <li>The spread of the toy data was not at hand; {@code bench/PosteriorStream.java} says which is used.
 * </ul>
 */
@NullMarked
package io.elbo4j.models.hmc;

import org.jspecify.annotations.NullMarked;
