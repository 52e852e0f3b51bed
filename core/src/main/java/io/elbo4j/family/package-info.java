/**
 * Families of posteriors: how a belief draws θ, its log density, its divergence from a prior, and the chain rule from θ to its own coordinates.
 *
 * <p>Shapes: D parameters, A active (not exactly zero) parameters.
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:2212.02846v2, variance</td><td>{@code BinaryField.variance}</td></tr>
 * <tr><td>arXiv:2212.02846v2, field gradient</td><td>{@code BinaryField.pullback}</td></tr>
 * <tr><td>arXiv:2212.02846v2, KL</td><td>{@code BinaryField.klNats}</td></tr>
 * <tr><td>arXiv:2212.02846v2, KL gradient</td><td>{@code BinaryField.klGradient}</td></tr>
 * </table>
 */
@NullMarked
package io.elbo4j.family;

import org.jspecify.annotations.NullMarked;
