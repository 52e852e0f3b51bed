package io.elbo4j.kernel;

/**
 * The hyperbolic tangent and its slope from one exponential of −2|x|, so that neither overflows, and the slope keeps its digits where the
 * tangent is 1. The polynomial is that of Moshier's Cephes library in single precision.
 */
final class Tanh {

    static final float LOG2_E = 1.442695f;
    static final float LN2_HIGH = -0.6933594f;
    static final float LN2_LOW = 2.1219444e-4f;
    static final float[] EXP = {1.9875691e-4f, 0.0013982f, 0.008333452f, 0.041665796f, 0.16666666f, 0.5f};
    /** Below it the exponential is taken to be 0: 2|x| beyond 87. */
    static final float LOWEST = -87f;

    private Tanh() {}

    /** e to the power of a number that is not above 0. */
    static float exponential(float t) {
        if (!(t >= LOWEST)) {
            return t < LOWEST ? 0f : Float.NaN;
        }
        float whole = Math.fma(t, LOG2_E, 0x1.8p23f);
        int power = Float.floatToRawIntBits(whole) - Noise.WHOLE;
        float n = whole - 0x1.8p23f;
        float f = Math.fma(n, LN2_LOW, Math.fma(n, LN2_HIGH, t));
        float tail = EXP[0];
        for (int i = 1; i < EXP.length; i++) {
            tail = Math.fma(tail, f, EXP[i]);
        }
        float mantissa = Math.fma(tail, f * f, f) + 1f;
        return mantissa * Float.intBitsToFloat((power + 127) << 23);
    }

    /** Writes tanh x and 1 − tanh² x. */
    static void at(float[] x, float[] tanh, float[] slope, int i) {
        float e = exponential(-2f * Math.abs(x[i]));
        float r = 1f / (1f + e);
        tanh[i] = Math.copySign((1f - e) * r, x[i]);
        slope[i] = 4f * e * r * r;
    }
}
