package io.elbo4j.program.distribution;

import io.elbo4j.math.Key;

/** Draws numbers outside the graph, one lane at a time. Pure. */
@FunctionalInterface
public interface Sampler {

    /**
     * Fills one lane.
     *
     * @param given parameters at the same places as the results
     * @param drawn results: one array for each that was asked for
     * @param from first place of the lane in all arrays
     * @param to after its last
     * @param key of the lane; the same for the same latent, particle and row in any shard
     */
    void fill(float[][] given, float[][] drawn, int from, int to, Key key);
}
