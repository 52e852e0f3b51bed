/**
 * Dense mean-field variational inference (Blundell et al., "Weight uncertainty in neural networks", arXiv 1505.05424v2).
 *
 * <p>Nothing here is special: a posterior with a full support, an {@link io.elbo4j.estimator.Estimator}, a
 * {@link io.elbo4j.update.MeanFieldUpdate} and a {@link io.elbo4j.merge.MeanFieldRound}.
 *
 * <p><b>Departures from the paper.</b> A single Gaussian prior instead of a scale mixture; the divergence in closed form
 * instead of one sample of it; steps in the logarithm of the standard deviation instead of in softplus⁻¹ of it; biases are points; the local reparameterisation, Flipout and
 * IVON are offered beside the paper's weight sampling.
 *
 * <p><b>Reproduced.</b> See {@code docs/results.md}; command: {@code bin/elbo4j train conf/fashion-mnist-mfvi.conf}.
 */
@NullMarked
package io.elbo4j.models.mfvi;

import org.jspecify.annotations.NullMarked;
