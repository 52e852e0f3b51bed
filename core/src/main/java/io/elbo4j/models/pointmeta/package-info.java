/**
 * Few-shot learners with one point θ in place of a belief: what NIW-Meta is compared with, on the same episodes and networks.
 *
 * <p>Chelsea Finn, Pieter Abbeel and Sergey Levine, "Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks", arXiv
 * 1703.03400v3 (the first-order form of its section 5.2). Alex Nichol, Joshua Achiam and John Schulman, "On First-Order
 * Meta-Learning Algorithms", arXiv 1803.02999v3. Jake Snell, Kevin Swersky and Richard Zemel, "Prototypical Networks for Few-shot
 * Learning", arXiv 1703.05175v2. And two that bound what there is to gain: one network for all, and one for each.
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:1703.03400, 1, first order</td><td>{@code FirstOrderMaml.direction}</td></tr>
 * <tr><td>arXiv:1803.02999, batch version</td><td>{@code Reptile.direction}</td></tr>
 * <tr><td>arXiv:1703.05175, 2</td><td>{@code PrototypicalNetwork.direction}</td></tr>
 * </table>
 *
 * <p><b>Departures from the papers.</b> Losses are the mean negative log likelihood of a network's own observation model, also where
 * a paper takes squared errors. Reptile takes its steps on all rows of an episode at once.
 */
@NullMarked
package io.elbo4j.models.pointmeta;

import org.jspecify.annotations.NullMarked;
