package io.elbo4j.program;

import io.elbo4j.math.Key;
import io.elbo4j.program.distribution.Sampler;
import java.util.List;

/**
 * Numbers made outside the graph and fed into it, from others that it has worked out before, if there are any.
 *
 * @param given names of variables that must be known first
 * @param results names of the placeholders that are filled
 * @param size numbers of each array
 * @param rule that fills them
 */
record Feed(List<String> given, List<String> results, int size, Rule rule) {

    /** From given arrays to results. Pure. */
    @FunctionalInterface
    interface Rule {

        /** Fills the results. */
        void fill(float[][] given, float[][] results, Key step, long[] rowNumbers);
    }

    /** Lane by lane, each with its own key. */
    static Rule perLane(Sampler sampler, LaneShape shape, int event, int number) {
        return (given, results, step, rowNumbers) -> {
            Key[] keys = shape.keys(step.fold(number), rowNumbers);
            for (int lane = 0; lane < keys.length; lane++) {
                sampler.fill(given, results, lane * event, (lane + 1) * event, keys[lane]);
            }
        };
    }
}
