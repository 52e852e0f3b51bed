/**
 * Conditional variational autoencoders with a learned conditional prior: pictures for attributes, with what attributes leave open in latents.
 *
 * <p>"Learning structured output representations from attributes using deep conditional generative models", arXiv 2305.00980; after Sohn, Lee and
 * Yan, "Learning structured output representation using deep conditional generative models", NeurIPS 2015. The bodies were not at hand: equations
 * are named in words.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>x</td><td>{@code Given.pixels}</td><td>{@code [L, pixels]}, 0 or 1</td></tr>
 * <tr><td>a</td><td>{@code Given.attributes}</td><td>{@code [L, attributes]}, one-hot</td></tr>
 * <tr><td>z</td><td>{@code z}</td><td>{@code [L, latents]}</td></tr>
 * <tr><td>μ_p(a), s_p(a)</td><td>{@code prior.*}</td><td>mean and sd of z given a</td></tr>
 * <tr><td>β</td><td>{@code train.temperature}</td><td></td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:2305.00980, p(x given z, a) p(z given a)</td><td>{@code Decoder.run}</td></tr>
 * <tr><td>arXiv:2305.00980, q(z given x, a)</td><td>{@code Encoder.run}</td></tr>
 * </table>
 *
 * <p><b>Attributes.</b> The class is the row's target. Slant and thickness are measured on the image ({@code StrokeMeasure}) and binned at fixed edges, so
 * that the same function reads them back from a picture that was made. An edit keeps an image's residual (z − μ_p(a)) / s_p(a) and changes a.
 *
 * <p><b>Departures from the paper.</b> Dense networks with one hidden layer in place of convolutions; MNIST in place of CelebA and CUB, which cannot be fetched
 * without registration; pixels are binarised at a half. Without latents the decoder is the deterministic baseline.
 *
 * <p><b>Reproduced.</b> {@code bench/cvae.sh}; see {@code docs/results.md}.
 */
@NullMarked
package io.elbo4j.models.cvae;

import org.jspecify.annotations.NullMarked;
