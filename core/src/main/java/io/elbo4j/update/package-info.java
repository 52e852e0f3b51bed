/**
 * How a mean-field Gaussian moves along a gradient: the state between steps, and the rules that take it one step on.
 *
 * <p>Rules work on means over rows: (1/n) Σ ∇ log likelihood − (T/N) ∇ KL, with n rows in the gradient, N in the data set.
 *
 * <p>{@link io.elbo4j.update.Ivon}: Yuesong Shen, Nico Daheim, Bai Cong, Peter Nickl, Gian Maria Marconi, Clement Bazan, Rio
 * Yokota, Iryna Gurevych, Daniel Cremers, Mohammad Emtiyaz Khan and Thomas Möllenhoff, "Variational Learning is Effective for
 * Large Deep Networks", ICML 2024, arXiv 2402.17641v2. The tables of the paper were not at hand; the authors' public code
 * (github.com/team-approx-bayes/ivon, commit 86ad687) is the reference.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>m, σ</td><td>{@code mean}, {@code sd}</td><td>{@code [A]}</td></tr>
 * <tr><td>g</td><td>slot 0</td><td>{@code [A]}, nats a row</td></tr>
 * <tr><td>h</td><td>slot 1</td><td>{@code [A]}, nats a row</td></tr>
 * <tr><td>λ</td><td>N / temperature = 1 / {@link io.elbo4j.update.Target#klScale}</td><td>rows</td></tr>
 * <tr><td>δ</td><td>prior precision × {@link io.elbo4j.update.Target#klScale}</td><td>nats a row</td></tr>
 * <tr><td>α, β₁, β₂, h₀, ξ</td><td>{@code schedule}, {@code beta1}, {@code beta2}, {@code initialHessian},
 * {@code clip}</td><td></td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:2402.17641v2, Algorithm 1</td><td>{@code Ivon.next}</td></tr>
 * <tr><td>arXiv:1803.10123v3, Algorithm 1</td><td>{@code BayesianGradientDescent.next}</td></tr>
 * </table>
 *
 * <p><b>Departures from the paper.</b>
 *
 * <ul>
 *   <li>The estimate of the Hessian may come from any estimator of ∂E/∂ log σ, not from weight sampling alone; for weight
 *       sampling it is the paper's.
 *   <li>Sums over shards are divided by their rows once, for g and for h alike; the published code averages only one of its
 *       two Hessian estimates over workers.
 *   <li>The prior may have any mean and precision; the paper's decay is a prior around 0. The published
 *       rate α(h₀ + δ) is unstable where α·δ is above 2, as it is when an earlier posterior is the prior; there δ counts in
 *       the rate up to half of Newton's step.
 *   <li>Points (biases, scales) have no posterior variance and no h: plain momentum steps.
 * </ul>
 */
@NullMarked
package io.elbo4j.update;

import org.jspecify.annotations.NullMarked;
