/**
 * Mixtures of independently trained posteriors, each with its own support and basin.
 *
 * <p>Andrew Gordon Wilson and Pavel Izmailov, "Bayesian deep learning and a probabilistic perspective of generalization", NeurIPS
 * 2020, arXiv 2002.08791: a mixture of normals in several basins marginalises better than one ("MultiSWAG"), and an ensemble of points
 * (Lakshminarayanan, Pritzel and Blundell, "Simple and scalable predictive uncertainty estimation using deep ensembles", NIPS 2017,
 * arXiv 1612.01474) is the mixture of points ({@code model.name = map}).
 *
 * <p><b>Why the components may be trained apart.</b> For q = (1/K) Σ q_k, the expected log likelihood is the mean of the components',
 * and the divergence from the prior is KL(q ‖ p) = (1/K) Σ KL(q_k ‖ p) − J, where J = (1/K) Σ KL(q_k ‖ q) is the components'
 * Jensen–Shannon divergence, from 0 to log K nats. So the mixture's bound is the mean of the components' bounds plus J (times the
 * temperature). J reaches log K where no θ is possible under two components, as on different supports; what is left is a sum of
 * terms of one component each. {@code elbo} is the mean, at most T · log K nats below the mixture's own at temperature T.
 *
 * <p><b>Departures from the papers.</b> The components are mean-field or sparse variational posteriors in place of SWAG's; weights of the
 * components are equal and not learned; every component sees the same rows (in an order of its own), without adversarial examples.
 *
 * <p><b>Reproduced.</b> See {@code docs/results.md}; command: {@code bin/elbo4j train conf/fashion-mnist-ssvi-mixture.conf}.
 */
@NullMarked
package io.elbo4j.models.mixture;

import org.jspecify.annotations.NullMarked;
