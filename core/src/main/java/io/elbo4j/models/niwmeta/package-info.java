/**
 * Few-shot learning with a normal-inverse-Wishart belief over the weights of episodes.
 *
 * <p>Minyoung Kim and Timothy Hospedales, "A Hierarchical Bayesian Model for Deep Few-Shot Meta Learning", ICLR 2024, arXiv
 * 2306.09702. The body of the paper was not at hand and its public repository holds no code, so equations are named in words, and
 * everything here was derived again and is tested against closed forms.
 *
 * <p>Each episode i has its own weights θᵢ ~ N(μ, Σ); the belief about (μ, Σ) is q = N(μ; m₀, Σ / l₀) · IW(Σ; V₀, n₀). A visit to an
 * episode replaces its log likelihood by a quadratic (A, h = A m̄), once. Given the belief the episode's posterior is then closed,
 * V = (A + Λ)⁻¹, m = V (h + Λ m₀) with Λ = n₀V₀⁻¹, so that nothing is stored of episodes, and the gradient of the bound with respect
 * to the belief goes through these two lines with A and h held fixed: no graph is unrolled.
 *
 * <p>Shapes: A own weights of an episode, C weights that all share, D = A + C parameters of the network.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>m₀, l₀, V₀, n₀</td><td>mean, strength, scale, degrees of {@link io.elbo4j.family.NormalInverseWishart}</td><td>{@code [A]}, episodes, {@code [A]} or {@code [A, A]}, episodes</td></tr>
 * <tr><td>lᵢ(θ)</td><td>− {@code TaskLikelihood.at}</td><td>nats, summed over rows</td></tr>
 * <tr><td>Āᵢ, Āᵢm̄ᵢ</td><td>{@code Quadratic}</td><td>{@code [A]} or {@code [A, A]}, {@code [A]}</td></tr>
 * <tr><td>X, y, σ² of an episode's rows</td><td>{@code LinearRows}</td><td>{@code [rows, A]}, {@code [rows]}</td></tr>
 * <tr><td>mᵢ, Vᵢ</td><td>{@code EpisodeGaussian}</td><td>{@code [A]}, {@code [A]} or {@code [A, A]}</td></tr>
 * <tr><td>V₀ / n₀</td><td>covariance of {@code EpisodeGaussian.expected}</td><td>{@code [A]} or {@code [A, A]}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:2306.09702, local posterior</td><td>{@code DiagonalShape.local}, {@code FullShape.local}</td></tr>
 * <tr><td>arXiv:2306.09702, expected KL</td><td>{@code DiagonalShape.expectedKlNats}, {@code FullShape.expectedKlNats}, {@code Evidence.expectedKlNats}</td></tr>
 * <tr><td>arXiv:2306.09702, global gradient</td><td>{@code DiagonalShape.gradient}, {@code FullShape.gradient}</td></tr>
 * <tr><td>arXiv:2306.09702, quadratic fit</td><td>{@code Sgld.of}</td></tr>
 * <tr><td>arXiv:2306.09702, episode objective</td><td>{@code FittedEpisodes.part}, {@code FittedEpisodes.exact}</td></tr>
 * <tr><td>arXiv:2306.09702, episode objective, classes</td><td>{@code ClassMeans.part}</td></tr>
 * <tr><td>arXiv:2306.09702, finite-N global update</td><td>{@code NiwMetaRound.additive}</td></tr>
 * <tr><td>arXiv:2306.09702, test-time objective</td><td>{@code VariationalSteps.posterior}</td></tr>
 * <tr><td>arXiv:2306.09702, Student-t marginal</td><td>{@code ClosedForm.underStudentT}</td></tr>
 * <tr><td>Bishop 2006, 2.159</td><td>{@code EpisodeScale.precision}</td></tr>
 * <tr><td>Rasmussen and Williams 2006, 5.9</td><td>{@code Evidence.covarianceGradient}</td></tr>
 * <tr><td>Bishop 2006, 10.49</td><td>{@code EpisodePart.mixture}</td></tr>
 * </table>
 *
 * <p><b>What follows from the bound.</b> l₀ enters as A / (2 l₀) alone, and with the local posteriors fixed n₀ has its optimum at
 * infinity: only V₀ / n₀ matters to episodes. A gradient step therefore moves m₀ and V₀ / n₀, while l₀ and n₀ count episodes, as they
 * do in the exact update of finitely many. They say how well the belief itself is known, which the Student t at test time uses.
 *
 * <p><b>Reptile is a limit.</b> With A far above Λ and only the divergence in the loss, the gradient in m₀ is −Λ(m̄ − m₀): Reptile's
 * direction times the prior's precision ({@code EpisodeFitTest}).
 *
 * <p><b>Departures from the paper.</b>
 *
 * <ul>
 *   <li>n₀ and l₀ are counted, not learned (above).
 *   <li>The quadratic is kept as (A, A m̄). Ā⁻¹ need not exist: five rows say nothing of most of forty directions.
 *   <li>Floor of the variance and cap of the precision are one setting, {@link io.elbo4j.models.niwmeta.Sgld#precisionCap}.
 *   <li>Own weights may be the last layer alone ({@link io.elbo4j.models.niwmeta.OwnWeights#head}); what lies before it is shared. With
 *       one output and Gaussian noise the fit is then exact and the bound tight: it is the density of the rows, and so are its gradients,
 *       those of the shared weights too, without a draw ({@code Evidence}).
 *   <li>{@link io.elbo4j.models.niwmeta.Laplace}: the curvature at the most probable weights in place of the variance of a few draws.
 *   <li>{@link io.elbo4j.models.niwmeta.Objective#QUERY}: the loss of the query alone, fitted to the support alone.
 *   <li>{@link io.elbo4j.models.niwmeta.ClassMeans}: own weights may be the means of an episode's classes in the space of features, one
 *       draw from the belief a class, so that n₀ and l₀ count classes and the number of classes is free. Rows have features
 *       N(θₖ, I) given their class: a likelihood of features, whose fit and prediction are exact, in place of a softmax. The loss is −log
 *       p(class | row) of the query by that prediction, so the mean over draws itself is trained, and the gradient goes through h too.
 *       With one example a class and a flat prior it is a prototypical network ({@code ClassMeansTest}).
 *   <li>Several components ({@code meta.components}): θᵢ is of one of K normals, each with a normal-inverse-Wishart belief, and the
 *       shares of these are Dirichlet (Bishop 2006, section 10.2). One normal's posterior is one normal, so its prediction at an input has
 *       one mode whatever the support, while two points may be of a wave or of a line: the mixture says both, each as probable as
 *       its bound of the support makes it. The bound of an episode is log Σ exp(E[log share] + bound of a component), whose
 *       gradient is the mean of the components' under these probabilities; statistics and gradients add up as before. The Dirichlet counts are
 *       the l₀. Components are alike for the first fifth of the rounds and are then moved apart.
 *   <li>A scale for each episode ({@code meta.scaleDegrees}, {@link io.elbo4j.models.niwmeta.EpisodeScale}): θᵢ ~ N(μ, sᵢΣ) with noise sᵢσ², so that
 *       the rows of an episode are of a multivariate Student t. With E[1/s] fixed, its gradient is that of one scale at Σ and σ² divided by it.
 *   <li>A fixed budget of own weights ({@code meta.ownDensity}): the belief is about the active ones alone, which move as in sparse subspace
 *       variational inference ({@link io.elbo4j.models.niwmeta.MovingSupport}).
 *   <li>Predictions of values by the last layer are closed: a mixture of normals, not of draws.
 *   <li>Draws come in pairs of opposite noise.
 *   <li>An episode without a finite fit is skipped and counted; more than 1 % of them end the run.
 * </ul>
 *
 * <p><b>Reproduced.</b> {@code NiwMetaTest}: the hierarchy of 5,000 linear regressions within 3 standard errors (means) and 10 %
 * (covariance), its predictions within 1 % of the oracle's; the finite-N update equal to the sums of statistics; any number of shards.
 */
@NullMarked
package io.elbo4j.models.niwmeta;

import org.jspecify.annotations.NullMarked;
