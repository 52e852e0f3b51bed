/**
 * Synaptic intelligence: parameters are held by what they did for the loss on their way.
 *
 * <p>Friedemann Zenke, Ben Poole and Surya Ganguli, "Continual learning through synaptic intelligence", ICML 2017, arXiv
 * 1703.04200v3.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>ω</td><td>{@code PathIntegral.contribution}</td><td>{@code [A]}, nats a row</td></tr>
 * <tr><td>c, ξ</td><td>{@code strength}, {@code damping}</td><td></td></tr>
 * <tr><td>Ω</td><td>precision / (2 c N)</td><td>{@code [A]}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:1703.04200v3, 3</td><td>{@code PathIntegral.next}</td></tr>
 * <tr><td>arXiv:1703.04200v3, 5</td><td>{@code SynapticIntelligence.consolidated}</td></tr>
 * </table>
 *
 * <p><b>Departures from the paper.</b>
 *
 * <ul>
 *   <li>Log likelihoods are sums over rows here and means there: the penalty c Σ Ω(θ − θ*)² becomes ½ Σ p (θ − θ*)² with p = 2cNΩ. Weights
 *       also have the prior that they had before the first task.
 *   <li>Negative contributions count as 0. With several shards, ω is the mean of what the shards found.
 *   <li>Earlier tasks may decay (γ); 1 is the paper's.
 * </ul>
 */
@NullMarked
package io.elbo4j.models.si;

import org.jspecify.annotations.NullMarked;
