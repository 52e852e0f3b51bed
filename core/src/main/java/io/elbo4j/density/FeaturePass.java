package io.elbo4j.density;

/** One way through a network up to its last layer, and back. For one thread. */
public interface FeaturePass {

    /** What the last layer reads, {@code [rows, E]}. */
    float[] features();

    /** As {@link FeatureNetwork#pullback}. */
    float[] pullback(float[] featureGradient);
}
