package io.elbo4j.models.niwmeta;

/**
 * Derivatives with respect to the prior of an episode, N(m₀, S).
 *
 * @param mean with respect to m₀, {@code [A]}
 * @param covariance with respect to S, {@code [A]}; full: {@code [A, A]}, symmetric
 */
record GlobalGradient(double[] mean, double[] covariance) {}
