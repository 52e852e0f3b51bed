package io.elbo4j.math;

/** float32 numbers whose lower sixteen bits are 0: the exponent of float32, 8 bits of precision. */
public final class Bfloat16 {

    private static final int LOWER = 0xFFFF;

    private Bfloat16() {}

    /** The nearest of these numbers, ties to even; NaN and infinities stay. */
    public static float nearest(float x) {
        if (!Float.isFinite(x)) {
            return x;
        }
        int bits = Float.floatToRawIntBits(x);
        return Float.intBitsToFloat((bits + 0x7FFF + (bits >>> 16 & 1)) & ~LOWER);
    }

    /** The nearest of these numbers, one by one. */
    public static float[] nearest(float[] numbers) {
        float[] rounded = new float[numbers.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = nearest(numbers[i]);
        }
        return rounded;
    }

    /**
     * The neighbour above or below, at random so that the expectation is x; NaN and infinities stay.
     *
     * @param random uniform bits, of which the lower sixteen are used
     */
    public static float unbiased(float x, long random) {
        if (!Float.isFinite(x)) {
            return x;
        }
        int bits = Float.floatToRawIntBits(x);
        return Float.intBitsToFloat((bits + (int) (random & LOWER)) & ~LOWER);
    }
}
