/**
 * Variational autoencoders: a row's latents are normal, a network makes its pixels of them, and another network guesses the latents from the pixels.
 *
 * <p>Diederik Kingma and Max Welling, "Auto-encoding variational Bayes", arXiv 1312.6114v11. The shape 784-200-10-200-784 is that of the gradient benchmark of "Probabilistic
 * programming with programmable variational inference", PLDI 2024.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>x</td><td>{@code features}</td><td>{@code [L, pixels]}, 0 or 1</td></tr>
 * <tr><td>z</td><td>{@code z}</td><td>{@code [L, latents]}</td></tr>
 * <tr><td>θ</td><td>{@code decoder.*}</td><td></td></tr>
 * <tr><td>φ</td><td>{@code encoder.*}</td><td></td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:1312.6114v11, p(x given z) p(z)</td><td>{@code Decoder.run}</td></tr>
 * <tr><td>arXiv:1312.6114v11, q(z given x)</td><td>{@code Encoder.run}</td></tr>
 * </table>
 *
 * <p><b>Departures.</b> The divergence is estimated with the same draw as the likelihood, as in the benchmark; rectifiers in place of tanh.
 *
 * <p><b>Reproduced.</b> {@code bench/program-overhead.sh}; see {@code docs/results.md}.
 */
@NullMarked
package io.elbo4j.models.vae;

import org.jspecify.annotations.NullMarked;
