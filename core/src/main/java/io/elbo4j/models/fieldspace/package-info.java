/**
 * Networks of binary weights, learned by the fields of the weights.
 *
 * <p>Chan Li, Zhenye Huang, Wenxuan Zou and Haiping Huang, "Statistical mechanics of continual learning: variational principle and
 * mean-field potential", Physical Review E 108, 014309 (2023), arXiv 2212.02846v2. The body of the paper was not at hand; equations are
 * named in words, were derived again and are tested against enumeration and finite differences. What the authors' public code
 * (github.com/Chan-Li/VCL) does otherwise is said below.
 *
 * <p>Each weight is ±1/√N with N inputs of its unit, and q(w = +) = e^(βθ) / (2 cosh βθ) ({@link io.elbo4j.family.BinaryField}). A
 * pre-activation is a sum of many weights and taken to be normal, with the mean and variance of that sum: local reparameterisation on the
 * kernels that normal weights use too. Fields move by Adam. Yesterday's belief is the prior of today: its divergence has the gradient β² s (θ −
 * θ₀), s = 1 − tanh² βθ. A weight that is decided, s near 0, feels neither data nor prior; so new tasks are written into undecided weights.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>θ</td><td>{@code field}</td><td>{@code [D]}</td></tr>
 * <tr><td>β</td><td>{@code inverseTemperature}</td><td>1</td></tr>
 * <tr><td>βθ</td><td>{@code halfLogOdds}</td><td>nats</td></tr>
 * <tr><td>μ/√N, σ²/N</td><td>{@code BinaryField.Moments}</td><td>{@code [D]}</td></tr>
 * <tr><td>1/√N</td><td>{@code scale}</td><td>{@code [layers]}</td></tr>
 * <tr><td>α</td><td>patterns / N of the perceptron</td><td>1</td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>arXiv:2212.02846v2, deep field gradient</td><td>{@code FieldGradient.of}</td></tr>
 * <tr><td>arXiv:2212.02846v2, perceptron likelihood</td><td>{@code Perceptron.at}</td></tr>
 * </table>
 *
 * <p><b>Scales.</b> A step is a mean over the rows of its minibatch. With {@link io.elbo4j.models.fieldspace.Divergence#PREVIOUS_TASK} it is
 * (1/n) Σ ∇ ln p − (T/N) ∇KL: an unbiased gradient of the bound over N, and T = 1 is Bayes' rule. With {@link
 * io.elbo4j.models.fieldspace.Divergence#LAST_ITERATE} it is (1/n) Σ ∇ ln p − (T/n) ∇KL, the published code's sum over a minibatch plus one
 * divergence, divided by n; it has no N and is no bound. {@code kl} and {@code elbo} of the metrics are those of the previous task's belief
 * in both.
 *
 * <p><b>Merging shards.</b> {@code gradient-sum}: the step of one machine with all minibatches; the divergence counts once. {@code
 * weighted-mean}: fields are averaged. They are natural parameters, so the average is the normalised geometric mean of the shards' beliefs; since
 * each shard lets its rows stand for all N, it is neither too wide nor too narrow, but it is not where steps on pooled rows would have led.
 *
 * <p><b>Departures from the paper.</b>
 *
 * <ul>
 *   <li>The deep network of the paper has the divergence from the last iterate alone, its perceptron that from the previous task. Here both
 *       are for networks, and the latter is the default, as the bound has it.
 *   <li>β rises linearly between two values in a training; 10·tanh(0.1 + 2t/T) over tasks is followed task by task. An earlier belief keeps
 *       its own β in the divergence, β s (βθ − β₀θ₀), and a training starts at it whatever its first β is: it is a distribution, not a table
 *       of fields.
 *   <li>The first task has undecided weights as its prior; the paper has none.
 *   <li>Adam starts anew with each task; the rate ends with half a cosine.
 *   <li>The variance of a pre-activation has 10⁻¹⁶ added to it, as in all networks here, not 10⁻³⁰.
 *   <li>Inputs are standardised, not in [0, 1].
 * </ul>
 *
 * <p><b>Reproduced.</b> {@code BinaryFieldTest} and {@code PerceptronTest}: moments and divergence against all networks of 10 and 12 weights,
 * gradients against finite differences. {@code FieldGradientTest}: the deep gradient against the forward pass written out. {@code
 * bench/teacher-student.sh}: both tasks' errors against the patterns of the second, smaller than the paper's.
 */
@NullMarked
package io.elbo4j.models.fieldspace;

import org.jspecify.annotations.NullMarked;
