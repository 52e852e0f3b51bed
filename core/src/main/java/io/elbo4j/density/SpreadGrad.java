package io.elbo4j.density;

/**
 * A log likelihood under random weights with its gradients, all summed over the batch.
 *
 * @param logLikSum nats, of one draw
 * @param meanGradient {@code [D]}: with respect to the weights' means
 * @param spreadGradient {@code [D]}: with respect to the second argument (a variance or a perturbation); 0 where a
 *     parameter is not a weight
 */
public record SpreadGrad(double logLikSum, float[] meanGradient, float[] spreadGradient) {}
