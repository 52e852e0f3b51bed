/**
 * Rules that make one posterior of the shards' own, each with what it asks of a shard and when it is exact.
 *
 * <p>Notation: natural parameters η = (h, Λ), precision × mean and precision; η₀ those of the prior; M shards with N_k of N rows
 * each. If the likelihood of shard k is Gaussian in θ with natural parameters (h_k, Λ_k), the posterior is η₀ + Σ (h_k, Λ_k).
 * A shard whose target is prior^a × likelihood^b then has η = a·η₀ + b·(h_k, Λ_k), and each rule's derivation is one line.
 * What is exact for Gaussians with full covariances need not be for mean-field, where a shard's independent normals cannot
 * say along which directions it knows nothing. {@link io.elbo4j.merge.rule.PosteriorMerge#exactness} says it for each rule.
 *
 * <ul>
 *   <li>Committee machine: Volker Tresp, "A Bayesian committee machine", Neural Computation 12, 2000.
 *   <li>Consensus Monte Carlo: Steven L. Scott, Alexander W. Blocker, Fernando V. Bonassi, Hugh A. Chipman, Edward I. George and
 *       Robert E. McCulloch, "Bayes and big data: the consensus Monte Carlo algorithm", International Journal of Management
 *       Science and Engineering Management 11, 2016.
 *   <li>Sites: Matthew Ashman et al., "Partitioned Variational Inference", arXiv 2202.12275; see {@code models.pvi}.
 *   <li>FedPA: Maruan Al-Shedivat, Jennifer Gillenwater, Eric Xing and Afshin Rostamizadeh, "Federated learning via posterior
 *       averaging", arXiv 2010.05273.
 *   <li>Barycentres: Martial Agueh and Guillaume Carlier, "Barycenters in the Wasserstein space", SIAM Journal on Mathematical
 *       Analysis 43, 2011.
 * </ul>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>Tresp 2000, committee</td><td>{@code NaturalMerge.merged}</td></tr>
 * <tr><td>Scott et al. 2016, weighted average</td><td>{@code ConsensusMonteCarlo.finish}</td></tr>
 * <tr><td>arXiv:2010.05273, client delta</td><td>{@code FedPa.contribution}</td></tr>
 * <tr><td>arXiv:2010.05273, client delta, linear time</td><td>{@code Draws.shrunkPrecisionTimes}</td></tr>
 * <tr><td>arXiv:2010.05273, shrinkage covariance</td><td>{@code Draws.shrunk}</td></tr>
 * <tr><td>Agueh and Carlier 2011, fixed point</td><td>{@code FullBarycentre.covariance}</td></tr>
 * </table>
 *
 * <p>The papers' bodies were not at hand: equations are named in words, and each rule was derived again. Three departures: where a
 * rule shares out the prior it does so by rows, which gives shards without rows none of it; {@code FedPa} has a prior; and its delta in linear
 * time is by Woodbury's identity, not by a recursion over draws, at the same cost.
 */
@NullMarked
package io.elbo4j.merge.rule;

import org.jspecify.annotations.NullMarked;
