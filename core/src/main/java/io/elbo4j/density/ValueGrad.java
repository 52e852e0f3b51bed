package io.elbo4j.density;

/**
 * A log likelihood and its gradient, both summed over the batch.
 *
 * @param logLikSum nats
 * @param gradient {@code [D]}: of {@code logLikSum} with respect to the parameters. For a parameter of role
 *     {@link Role#STATISTIC} it is not a gradient but rows × (value seen in this batch − current value).
 */
public record ValueGrad(double logLikSum, float[] gradient) {}
