package io.elbo4j.math;

/**
 * Numbers below 1.2e-38, the least that float32 holds at full precision. Processors take about a hundred times as long for each of them, and what decays
 * by a factor ends among them and stays: the very least, times 0.9, rounds to itself. The momentum of a weight whose inputs are 0 does.
 */
public final class Subnormal {

    /** Its own last place is just above the subnormals. */
    private static final float BIAS = 1e-30f;

    private Subnormal() {}

    /** The same number, where it is 2e-23 or more; what is less is rounded to multiples of 1e-37, so that none is subnormal. Without a branch. */
    public static float flushed(float x) {
        return (x + BIAS) - BIAS;
    }
}
