package io.elbo4j.math;

import io.elbo4j.kernel.Elementwise;

/**
 * Hyperbolic tangents of many numbers, in single precision, with the same bits on any processor.
 *
 * @param tanh of each number
 * @param slope 1 − tanh² of each number, with its own digits where the tangent is 1; 0 where |x| is beyond 43.5
 */
public record Tangents(float[] tanh, float[] slope) {

    /** Of each number. */
    public static Tangents of(float[] x) {
        Tangents tangents = new Tangents(new float[x.length], new float[x.length]);
        Elementwise.fastest().tangents(x, tangents.tanh, tangents.slope);
        return tangents;
    }
}
