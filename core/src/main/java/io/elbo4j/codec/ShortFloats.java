package io.elbo4j.codec;

/** Numbers whose lower sixteen bits are 0 (bfloat16), two in an int. */
final class ShortFloats {

    private static final int LOWER = 0xFFFF;

    private ShortFloats() {}

    /** Whether no number has more than the upper sixteen bits. */
    static boolean fit(float[] numbers) {
        for (float number : numbers) {
            if ((Float.floatToRawIntBits(number) & LOWER) != 0) {
                return false;
            }
        }
        return numbers.length > 0;
    }

    static int[] packed(float[] numbers) {
        int[] pairs = new int[(numbers.length + 1) / 2];
        for (int i = 0; i < numbers.length; i++) {
            int bits = Float.floatToRawIntBits(numbers[i]);
            pairs[i / 2] |= i % 2 == 0 ? bits : bits >>> 16;
        }
        return pairs;
    }

    static float[] unpacked(int[] pairs, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Float.intBitsToFloat(i % 2 == 0 ? pairs[i / 2] & ~LOWER : pairs[i / 2] << 16);
        }
        return numbers;
    }
}
