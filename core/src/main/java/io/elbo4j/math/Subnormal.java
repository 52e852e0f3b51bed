package io.elbo4j.math;

import io.elbo4j.kernel.Elementwise;

/**
 * Numbers below 1.2e-38, the least that float32 holds at full precision. Processors take about a hundred times as long for each of them, and what decays
 * by a factor ends among them and stays: the very least, times 0.9, rounds to itself. The momentum of a weight whose inputs are 0 does.
 */
public final class Subnormal {

    /** Far enough above them that products with weights, inputs and a prior's precision a row are none either. */
    private static final float LEAST = 1e-30f;

    private Subnormal() {}

    /** The same number, or 0 below 1e-30. */
    public static float toZero(float x) {
        return Math.abs(x) < LEAST ? 0 : x;
    }

    /** The same of each number, in place. */
    public static void toZero(float[] x) {
        Elementwise.fastest().zeroBelow(LEAST, x);
    }
}
