/**
 * Linear variational autoencoders whose optimum is known in closed form: conditional ones, and ones with two levels of latents. They show when latents
 * collapse, that is, when the guide's best answer for them is the prior whatever the row is.
 *
 * <p>Hien Dang, Tho Tran, Tan Nguyen and Nhat Ho, "Beyond vanilla variational autoencoders: detecting posterior collapse in conditional and hierarchical
 * variational autoencoders", ICLR 2024, arXiv 2306.05023. The body was not at hand: equations are named in words and were derived again, and tested against
 * the exact loss.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>x, y of a CVAE</td><td>{@code features}: condition, then output</td><td>{@code [L, conditions + outputs]}</td></tr>
 * <tr><td>U₁, U₂ of a CVAE</td><td>{@code decoder.latent}, {@code decoder.condition}, transposed</td><td>{@code [latents, outputs]}, {@code [conditions, outputs]}</td></tr>
 * <tr><td>U₁, U₂ of two levels</td><td>{@code decoder.first}, {@code decoder.second}, transposed</td><td>{@code [first, outputs]}, {@code [second, first]}</td></tr>
 * <tr><td>W</td><td>{@code encoder.*}, transposed</td><td></td></tr>
 * <tr><td>Σ</td><td>exp of twice {@code encoder.logSd}, {@code firstLogSd}, {@code secondLogSd}</td><td>diagonal</td></tr>
 * <tr><td>η_dec²</td><td>{@code noiseVariance}, σ²</td><td></td></tr>
 * <tr><td>η_enc²</td><td>1, the prior's variance</td><td></td></tr>
 * <tr><td>β</td><td>temperature of the objective</td><td></td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:2306.05023, linear CVAE, p(y given z, x) p(z)</td><td>{@code LinearDecoder.run}</td></tr>
 * <tr><td>arXiv:2306.05023, linear CVAE, q(z given x, y)</td><td>{@code LinearEncoder.run}</td></tr>
 * <tr><td>arXiv:2306.05023, linear CVAE, expected loss</td><td>{@code ExpectedCvae.run}</td></tr>
 * <tr><td>arXiv:2306.05023, linear CVAE, singular values at the optimum</td><td>{@code LinearOptimum.singularValues}</td></tr>
 * <tr><td>arXiv:2306.05023, linear two-level VAE, p(x given z1) p(z1 given z2) p(z2)</td><td>{@code TwoLevelDecoder.run}</td></tr>
 * <tr><td>arXiv:2306.05023, linear two-level VAE, q(z1 given x) q(z2 given z1)</td><td>{@code TwoLevelEncoder.run}</td></tr>
 * <tr><td>arXiv:2306.05023, linear two-level VAE, expected loss</td><td>{@code ExpectedTwoLevel.run}</td></tr>
 * <tr><td>arXiv:2306.05023, linear two-level VAE, singular values at the optimum</td><td>{@code LinearOptimum.secondSingularValues}</td></tr>
 * </table>
 *
 * <p><b>Departures.</b> Matrices multiply rows from the right. The prior's variance is 1: another one only scales U. Encoder variances are diagonal; the optimum has the
 * same singular values. No biases: rows have mean 0.
 *
 * <p><b>Reproduced.</b> {@code bench/collapse.sh}; see {@code docs/results.md}.
 */
@NullMarked
package io.elbo4j.models.collapse;

import org.jspecify.annotations.NullMarked;
