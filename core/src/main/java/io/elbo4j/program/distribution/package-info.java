/**
 * Distributions whose parameters are SameDiff variables: log density in graph form, draws from {@link io.elbo4j.math.Key}s, and which gradient
 * strategies each can do.
 *
 * <p>Shapes: a value is {@code [L, E]}, L lanes (see {@link io.elbo4j.program}) of E numbers, or {@code [L, ...]} with more dimensions; a scalar is
 * {@code [L, 1]}. Parameters have the same shape, or one that broadcasts to it, most often {@code [1, E]}. The E numbers are
 * independent unless the distribution says otherwise, and their log densities are added up.
 *
 * <p>Implicit derivatives: Figurnov, Mohamed and Mnih, "Implicit reparameterization gradients", arXiv 1805.08498v4. Weak derivatives: Mohamed,
 * Rosca, Figurnov and Mnih, "Monte Carlo gradient estimation in machine learning", arXiv 1906.10652v2. Straight-through: Bengio, Léonard
 * and Courville, arXiv 1308.3432v1. The bodies were not at hand; equations are named in words and were derived again.
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:1805.08498v4, implicit derivative of a gamma draw</td><td>{@code GammaDraw.derivative}</td></tr>
 * <tr><td>arXiv:1906.10652v2, weak derivatives of a normal</td><td>{@code Normal.coupled}</td></tr>
 * </table>
 */
@NullMarked
package io.elbo4j.program.distribution;

import org.jspecify.annotations.NullMarked;
