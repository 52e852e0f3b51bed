/**
 * Conjugate Bayesian linear regression, the reference that everything else is checked against.
 *
 * <p>Christopher Bishop, "Pattern Recognition and Machine Learning", Springer 2006, sections 3.3, 3.5 and 10.1.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>book</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>Φ, t</td><td>rows of {@link io.elbo4j.data.Batch}</td><td>{@code [N, D]}, {@code [N]}</td></tr>
 * <tr><td>w</td><td>θ</td><td>{@code [D]}</td></tr>
 * <tr><td>1/β</td><td>{@code noiseVariance}</td><td>squared unit of the target</td></tr>
 * <tr><td>1/α</td><td>{@code priorVariance}</td><td></td></tr>
 * <tr><td>m_N, S_N</td><td>{@code mean}, {@code covariance}</td><td>{@code [D]}, {@code [D, D]}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>Bishop 2006, 3.53</td><td>{@code ClosedForm.finish}</td></tr>
 * <tr><td>Bishop 2006, 10.11</td><td>{@code LinearElbo.meanField}</td></tr>
 * </table>
 *
 * <p><b>Departures.</b> The intercept, where there is one, has the same prior as the other coefficients, so that the model
 * stays conjugate.
 *
 * <p><b>Reproduced.</b> {@code bin/elbo4j train conf/linear-regression.conf}; see {@code docs/results.md}.
 */
@NullMarked
package io.elbo4j.models.linear;

import org.jspecify.annotations.NullMarked;
