package io.elbo4j.models.niwmeta;

/**
 * Derivatives with respect to the prior of an episode, N(m₀, S).
 *
 * @param mean with respect to m₀, {@code [A]}
 * @param spread independent coordinates: with respect to ½ log S, {@code [A]}. Full: with respect to the lower factor C with
 *     S = C·Cᵀ, its diagonal by logarithms, {@code [A, A]}
 */
record GlobalGradient(double[] mean, double[] spread) {}
