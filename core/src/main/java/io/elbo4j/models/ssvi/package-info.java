/**
 * Sparse subspace variational inference: a mean-field Gaussian on a support of fixed size, learned together.
 *
 * <p>Junbo Li, Zichen Miao, Qiang Qiu and Ruqi Zhang, "Training Bayesian Neural Networks with Sparse Subspace Variational
 * Inference", ICLR 2024, arXiv 2402.11025v1. The body of the paper was not at hand; the authors' public code
 * (github.com/ljb121002/SSVI, commit 5ddb405) is the reference, and parts of it are named in words where the paper's
 * equation numbers are not known.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>θ</td><td>{@code theta}</td><td>{@code [D]}</td></tr>
 * <tr><td>γ</td><td>{@link io.elbo4j.family.SparseGaussian#support}</td><td>{@code [A]}, indices</td></tr>
 * <tr><td>φ = (μ, σ)</td><td>{@code mean}, {@code sd}</td><td>{@code [A]}</td></tr>
 * <tr><td>s</td><td>{@link io.elbo4j.models.ssvi.SsviSpec#density} × D</td><td>weights</td></tr>
 * <tr><td>σ_p²</td><td>{@code prior.variance}</td><td></td></tr>
 * <tr><td>κ</td><td>{@link io.elbo4j.objective.AdditiveObjective#temperature}</td><td></td></tr>
 * <tr><td>α, ΔT, T_end</td><td>{@code initialFraction}, {@code everySteps}, {@code endFraction}</td><td>—, steps, part
 * of the run</td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:2402.11025v1 removal</td><td>{@code SupportStep.leaving}, {@link io.elbo4j.models.ssvi.RemovalScore}</td></tr>
 * <tr><td>arXiv:2402.11025v1 addition</td><td>{@code SupportStep.moved}</td></tr>
 * <tr><td>arXiv:2402.11025v1 cosine replacement rate</td><td>{@code SupportSchedule.fraction}</td></tr>
 * </table>
 *
 * <p><b>Departures from the paper.</b>
 *
 * <ul>
 *   <li>Newcomers are chosen by the gradient after the removal (the published order is {@code model.regrow=published}): with
 *       the published order a good weight that was just removed has gradient 0 at its own optimum and does not come back.
 *   <li>At least one weight a layer is swapped in each support step; the published floor(active · rate) is 0 for small layers.
 *   <li>The newcomers' gradient is taken at the means, over several minibatches of each shard, and added with its sign over
 *       shards before its size is taken. The published code averages sizes, which rewards noise.
 *   <li>Each shard's gradient is rounded to eight significant bits before it is sent: only the order of the sums counts, and a
 *       quarter of the bytes are left.
 *   <li>Layers of more than {@code model.support.exactUpTo} weights are not summed whole: shards nominate newcomers, whose
 *       gradients are then summed ({@code docs/architecture.md}, decision 13). A weight whose gradient is 0 does not enter; one
 *       that was to leave stays for it.
 *   <li>Scores are computed in double precision in forms that do not cancel; see {@link io.elbo4j.models.ssvi.RemovalScore}.
 *   <li>The divergence has weight 1 (temperature 1) unless {@code train.temperature} says otherwise; the published default is
 *       0.01 together with a separate weight decay, which is absent here because the prior takes its place.
 *   <li>The first layer is sparse too unless {@code model.denseFirstLayer=true}: for a dense network the first layer holds
 *       most weights. Erdős–Rényi allocation is offered beside the uniform one.
 *   <li>IVON may be the rule of the value steps; its variance comes from a running Hessian, and a newcomer starts with the
 *       mean Hessian of its layer (the published rule does the same with ρ).
 *   <li>A weight is inactive because it is not in the support, not because its ρ is 0.
 *   <li>Where an earlier posterior is the prior, a weight's worth to the earlier tasks counts when it may leave, and newcomers are
 *       chosen by |gradient| / √(curvature + prior precision) ({@code NewcomerGain}). Under one prior for all weights both are the
 *       paper's rules.
 *   <li>Predictions may take absent weights for normals about 0 in place of zeros ({@code evaluate.spikeSd}); training does not.
 *   <li>No checkpoint is chosen by test accuracy.
 * </ul>
 *
 * <p><b>Reproduced.</b> See {@code docs/results.md}; command: {@code bin/elbo4j train conf/fashion-mnist-ssvi.conf}.
 */
@NullMarked
package io.elbo4j.models.ssvi;

import org.jspecify.annotations.NullMarked;
