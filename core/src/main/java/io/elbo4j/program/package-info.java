/**
 * Variational inference with programs: the model is a program, the guide (the variational family) is a program, the objective is a value,
 * and each random value says how gradients pass through it.
 *
 * <p>Alexander Lew, McCoy Becker, Xiaoyan Wang, Vikash Mansinghka and others, "Probabilistic programming with programmable variational inference", PLDI 2024, and
 * its public code. Wake and sleep phases: Bornschein and Bengio, "Reweighted wake-sleep", arXiv 1406.2751v4. Marginal guides: Sobolev and Vetrov, "Importance weighted hierarchical variational inference", arXiv 1905.03290v1. Downstream costs:
 * Schulman, Heess, Weber and Abbeel, "Gradient estimation using stochastic computation graphs", arXiv 1506.05254v3. The bodies were not at hand: equations are
 * named in words and were derived again.
 *
 * <p><b>How it works.</b> A {@link io.elbo4j.program.Program} is run once, on a {@link io.elbo4j.program.Trace}, and leaves a SameDiff graph. The guide is
 * <em>simulated</em>: each {@code sample} draws. The model is <em>scored</em>: each {@code sample} finds the guide's value at its address. Both leave
 * <em>terms</em> (log densities) and <em>draws</em>. {@code Surrogate} makes of them one number whose plain derivative is an unbiased gradient of the
 * {@link io.elbo4j.objective.Objective}. {@link io.elbo4j.program.Inference} holds model, guide and objective together; each thread builds its graph once and
 * only feeds numbers after that.
 *
 * <p><b>Lanes.</b> A program is written for one particle and one row, and runs for all at once: the first dimension of every value are L lanes, L =
 * particles × branches × plates. A plate multiplies the lanes by its size, so that what is inside has a value for each of its members, and its
 * terms are added up; rows of a minibatch count N/B each. Enumeration and measure-valued draws ask for further <em>branches</em> in which a value
 * is another one. All lanes of a particle and row draw the same noise.
 *
 * <p><b>Over shards.</b> {@link io.elbo4j.program.GradientAscent} adds gradients where the objective is a sum over rows; {@link io.elbo4j.program.SharedDraws} adds
 * log weights first and gradients then where it is not.
 *
 * <p><b>Randomness.</b> Numbers come from {@link io.elbo4j.math.Key}s, outside the graph, named by latent, particle, and the number of the row in the whole
 * data set. So the mean of the shards' gradients is the gradient of all rows at once, with the same noise.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>sim, density</td><td>{@code Simulation}, {@code Scoring}</td><td></td></tr>
 * <tr><td>K</td><td>{@code particles}</td><td>that one value of the objective takes</td></tr>
 * <tr><td>N (of a marginal)</td><td>{@code particles} of {@link io.elbo4j.program.Marginal}</td><td></td></tr>
 * <tr><td>log w</td><td>{@code logWeights}</td><td>{@code [S]}, nats; S = repetitions × K</td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>PLDI 2024, REINFORCE, ENUM and MVD rules</td><td>{@code AdditiveSurrogate.of}</td></tr>
 * <tr><td>arXiv:1406.2751v4, wake phase</td><td>{@code WeightedSurrogate.combined}</td></tr>
 * <tr><td>arXiv:1406.2751v4, sleep phase</td><td>{@code Dream.logGuide}</td></tr>
 * <tr><td>arXiv:1905.03290v1, marginal density by importance sampling</td><td>{@code MarginalRun.logDensity}</td></tr>
 * </table>
 *
 * <p><b>Departures.</b> Rao-Blackwellisation is always on: a score function is multiplied with the terms downstream of its value in the graph alone. Where the
 * paper evaluates both branches of a draw, here they are lanes. Objectives with a logarithm outside the mean take their weights from {@link
 * io.elbo4j.objective.Objective} in double precision, between two passes.
 */
@NullMarked
package io.elbo4j.program;

import org.jspecify.annotations.NullMarked;
