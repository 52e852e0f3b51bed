/**
 * Elastic weight consolidation: points, held where earlier tasks need them.
 *
 * <p>James Kirkpatrick, Razvan Pascanu, Neil Rabinowitz, Joel Veness, Guillaume Desjardins, Andrei A. Rusu, Kieran Milan, John
 * Quan, Tiago Ramalho, Agnieszka Grabska-Barwinska, Demis Hassabis, Claudia Clopath, Dharshan Kumaran and Raia Hadsell,
 * "Overcoming catastrophic forgetting in neural networks", PNAS 114(13), 2017, arXiv 1612.00796v2. The penalty of one anchor that is
 * carried along ("online EWC"): Jonathan Schwarz, Jelena Luketina, Wojciech M. Czarnecki, Agnieszka Grabska-Barwinska, Yee Whye
 * Teh, Razvan Pascanu and Raia Hadsell, "Progress &amp; Compress", ICML 2018, arXiv 1805.06370v2. With λ = γ = 1 it is the
 * diagonal online Laplace approximation ({@code model.name = laplace}): Hippolyt Ritter, Aleksandar Botev and David Barber,
 * "Online structured Laplace approximations", NeurIPS 2018, arXiv 1805.07810v1.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>θ*</td><td>{@code EwcState.points}</td><td>{@code [A]}</td></tr>
 * <tr><td>F*</td><td>{@code EwcState.precision}</td><td>{@code [A]}, nats per squared unit</td></tr>
 * <tr><td>λ, γ</td><td>{@code strength}, {@code decay}</td><td></td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:1612.00796v2, 3</td><td>{@code Ewc.precision}, the factors of its penalty</td></tr>
 * </table>
 *
 * <p><b>Departures from the papers.</b>
 *
 * <ul>
 *   <li>The penalty is ½ Σ F (θ − θ*)² with F summed over all N rows, beside a log likelihood summed over rows: λ = 1 is Bayes' rule
 *       for normals. Several public versions drop the ½ or take means, so their λ are other numbers.
 *   <li>F is the Fisher information itself (targets drawn from the model, one a row), of {@code consolidation.rows} rows, scaled to N;
 *       not the squared gradient at the data's own targets.
 *   <li>Predictions are those of the points, as in these papers: normals as wide as the prior, where no task needs a weight, drown
 *       them (measured on Permuted MNIST: 13 % right in place of 97).
 *   <li>Decay is of earlier tasks' information; the prior before all tasks stays.
 * </ul>
 */
@NullMarked
package io.elbo4j.models.ewc;

import org.jspecify.annotations.NullMarked;
