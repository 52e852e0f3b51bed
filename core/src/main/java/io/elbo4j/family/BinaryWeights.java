package io.elbo4j.family;

import java.util.HexFormat;

/** Signs of weights as hexadecimal digits: eight weights a byte, the first in its lowest bit, 1 for +. */
public final class BinaryWeights {

    private BinaryWeights() {}

    /** The signs of some weights. */
    public static String hex(float[] theta, int from, int to) {
        byte[] bytes = new byte[(to - from + 7) / 8];
        for (int k = from; k < to; k++) {
            if (theta[k] >= 0) {
                bytes[(k - from) / 8] |= (byte) (1 << (k - from) % 8);
            }
        }
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Writes the weights, ± the scale.
     *
     * @throws IllegalArgumentException when there are more or fewer digits than that takes
     */
    public static void read(String hex, float scale, float[] theta, int from, int to) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != (to - from + 7) / 8) {
            throw new IllegalArgumentException("binary weights: another number: digits=" + hex.length() + " weights="
                    + (to - from) + "; eight weights take two digits");
        }
        for (int k = from; k < to; k++) {
            theta[k] = (bytes[(k - from) / 8] >> (k - from) % 8 & 1) == 0 ? -scale : scale;
        }
    }
}
