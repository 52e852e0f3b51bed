/**
 * Partitioned variational inference: each shard keeps one factor of the posterior and improves it in the light of all others.
 *
 * <p>Matthew Ashman, Thang D. Bui, Cuong V. Nguyen, Stratis Markou, Adrian Weller, Siddharth Swaroop and Richard E. Turner,
 * "Partitioned Variational Inference: A framework for probabilistic federated learning", arXiv 2202.12275. The body of the
 * paper was not at hand, so equations are named in words, and everything here was derived again and is tested against
 * closed forms; the authors' public code is at github.com/MattAshman/pvi.
 *
 * <p>With the prior's natural parameters η₀ and a site t_k for each shard, η(q) = η₀ + Σ η(t_k). A shard takes its own site
 * out (the cavity q / t_k), finds the best q of the family for cavity × likelihood of its rows, and offers the quotient
 * q_new / cavity as its new site. A fixed point of this is a stationary point of the evidence lower bound of all data: there
 * η(t_k) is the gradient of E_q log p(D_k given θ) in the mean parameters, and the sum of these conditions is the condition on q.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>p(θ)</td><td>{@link io.elbo4j.models.pvi.PviState#prior}</td><td>natural parameters</td></tr>
 * <tr><td>t_k(θ)</td><td>{@link io.elbo4j.site.Sites}, by {@link io.elbo4j.site.SiteId}</td><td>natural parameters</td></tr>
 * <tr><td>q(θ)</td><td>{@link io.elbo4j.models.pvi.PviState#belief}</td><td>natural parameters</td></tr>
 * <tr><td>q₋ₖ(θ)</td><td>{@code cavity}</td><td>natural parameters</td></tr>
 * <tr><td>ρ</td><td>{@link io.elbo4j.models.pvi.Damping}</td><td>in (0, 1]</td></tr>
 * <tr><td>h_k, Λ_k</td><td>Xᵀy / σ², XᵀX / σ² of a shard</td><td>{@code [D]}, {@code [D, D]}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:2202.12275, cavity</td><td>{@code PviRound.cavity}</td></tr>
 * <tr><td>arXiv:2202.12275, local optimum</td><td>{@code LinearOptimum.site}</td></tr>
 * <tr><td>arXiv:2202.12275, damped site update</td><td>{@code PviRound.damped}</td></tr>
 * <tr><td>arXiv:2202.12275, server update</td><td>{@code PviState.belief}</td></tr>
 * </table>
 *
 * <p><b>When it is exact.</b> For a conjugate likelihood with a full covariance the site is (h_k, Λ_k) whatever the cavity is:
 * one undamped round gives the pooled posterior for any partition and schedule, and with damping ρ the part of a site that is
 * missing after r rounds is (1 − ρ)ʳ. For a mean-field q the fixed point is the global mean-field optimum for every partition.
 *
 * <p><b>When it diverges.</b> Synchronous rounds without damping overshoot when shards know the same thing: each corrects all
 * of what is missing. {@link io.elbo4j.models.pvi.DivergenceWatch} sees this; {@code merge.damping=auto} then goes back to the
 * last good sites with half the damping.
 *
 * <p><b>Departures from the paper.</b>
 *
 * <ul>
 *   <li>Shards send their undamped new sites; the coordinator damps. It can then halve a step without asking the shards again.
 *   <li>The cavity is the product of the prior and the other sites, which equals q / t_k and does not cancel.
 *   <li>The published code raises a precision that is not positive to 10⁻⁶, which moves the fixed point. Here a step whose
 *       posterior or cavities would not be proper is refused ({@code merge.damping} a number) or halved ({@code auto}).
 *   <li>Asynchronous updates are bounded: a shard may work from sites that are at most so many rounds old, how old being a
 *       function of round and shard, so that a run can be repeated.
 *   <li>The local optimum is a closed form here. With an inner optimiser in its place ({@link
 *       io.elbo4j.models.pvi.LocalOptimum}) the same rounds serve other likelihoods.
 * </ul>
 *
 * <p><b>Reproduced.</b> {@code PviTest} and {@code MeanFieldPviTest}: the facts above, in figures.
 */
@NullMarked
package io.elbo4j.models.pvi;

import org.jspecify.annotations.NullMarked;
