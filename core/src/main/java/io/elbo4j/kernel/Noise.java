package io.elbo4j.kernel;

/**
 * Standard normal numbers from counters: Threefry (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2,
 * 3", SC 2011; two words of 32 bits, 20 rounds) makes two uniform words, the polar form of Box and Muller ("A note on the
 * generation of random normal deviates", 1958) two normal numbers. Only additions, rotations and short polynomials: it runs
 * on vectors of any length with the same bits.
 *
 * <p>Block t of 32 numbers holds in place l (below 16) the cosine part and in place l + 16 the sine part of counter
 * 16t + l. The radius comes from 23 bits, so that no number is beyond 5.65.
 *
 * <p>The polynomials for logarithm, sine and cosine are those of Moshier's Cephes library in single precision.
 */
final class Noise {

    /** Numbers in a block. */
    static final int BLOCK = 2 * Kernels.LANES;

    /** Of four rounds each, after which the key is added. */
    static final int STEPS = 5;

    private static final int PARITY = 0x1BD11BDA;
    private static final int[] ODD = {13, 15, 26, 6};
    private static final int[] EVEN = {17, 29, 16, 24};

    /** Bits of 1: with 23 random bits behind them they are a number in [1, 2). */
    static final int ONE = 0x3F800000;
    /** Bits of √½: the logarithm's argument is brought between it and √2. */
    static final int ROOT_HALF = 0x3F3504F3;
    /** Bits of 1.5 · 2²³: a small whole number added to them, and 1.5 · 2²³ taken away, is that number as a float. */
    static final int WHOLE = 0x4B400000;

    static final float LN2_HIGH = 0.6933594f;
    static final float LN2_LOW = -2.1219444e-4f;
    static final float[] LOG = {
        0.070376836f,
        -0.1151461f,
        0.116769984f,
        -0.12420141f,
        0.14249323f,
        -0.16668057f,
        0.20000714f,
        -0.24999994f,
        0.3333333f
    };
    static final float QUARTER_TURN = (float) (0.5 * Math.PI);
    static final float[] SIN = {-1.9515296e-4f, 0.008332161f, -0.16666655f};
    static final float[] COS = {2.4433157e-5f, -0.0013887316f, 0.041666646f};

    private Noise() {}

    /** The three words that the key is added in by turns. */
    static int[] schedule(long key) {
        int k0 = (int) (key >>> 32);
        int k1 = (int) key;
        return new int[] {k0, k1, PARITY ^ k0 ^ k1};
    }

    /** The two words of a counter (whose upper half is 0), as the upper and lower half of the result. */
    static long words(long key, int counter) {
        int[] schedule = schedule(key);
        int a = counter + schedule[0];
        int b = schedule[1];
        for (int step = 1; step <= STEPS; step++) {
            for (int turn : step % 2 == 1 ? ODD : EVEN) {
                a += b;
                b = Integer.rotateLeft(b, turn) ^ a;
            }
            a += schedule[step % 3];
            b += schedule[(step + 1) % 3] + step;
        }
        return ((long) a << 32) | (b & 0xFFFFFFFFL);
    }

    /** √(−2 ln u) with u in (0, 1] from the upper bits of a word. */
    static float radius(int word) {
        return (float) Math.sqrt(-2f * log(2f - Float.intBitsToFloat(ONE | (word >>> 9))));
    }

    /** Writes radius · cosine and radius · sine; two bits of the word are the quadrant, the others the angle in it. */
    static void turn(float radius, int word, float[] into, int cosineAt, int sineAt) {
        int quadrant = word >>> 30;
        float t = (Float.intBitsToFloat(ONE | (word << 2 >>> 9)) - 1.5f) * QUARTER_TURN;
        float square = t * t;
        float sine = Math.fma(polynomial(SIN, square) * square, t, t);
        float cosine = Math.fma(polynomial(COS, square), square * square, Math.fma(-0.5f, square, 1f));
        boolean odd = (quadrant & 1) != 0;
        into[cosineAt] = radius * signed(odd ? sine : cosine, quadrant + 1);
        into[sineAt] = radius * signed(odd ? cosine : sine, quadrant);
    }

    /** The opposite where bit 1 of the quadrant is set. */
    private static float signed(float value, int quadrant) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) ^ ((quadrant & 2) << 30));
    }

    /** ln u for a normal number u above 0. */
    static float log(float u) {
        int bits = Float.floatToRawIntBits(u);
        int power = (bits - ROOT_HALF) >> 23;
        float f = Float.intBitsToFloat(bits - (power << 23)) - 1f;
        float exponent = Float.intBitsToFloat(WHOLE + power) - 0x1.8p23f;
        float square = f * f;
        float tail = polynomial(LOG, f) * square * f;
        tail = Math.fma(LN2_LOW, exponent, tail);
        tail = Math.fma(-0.5f, square, tail);
        return Math.fma(LN2_HIGH, exponent, f + tail);
    }

    private static float polynomial(float[] coefficients, float x) {
        float value = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            value = Math.fma(value, x, coefficients[i]);
        }
        return value;
    }
}
