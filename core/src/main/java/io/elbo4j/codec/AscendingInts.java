package io.elbo4j.codec;

/**
 * Ascending indices as the gaps between them, in Rice's code (R. F. Rice, "Some practical universal noiseless coding
 * techniques", JPL publication 79-22, 1979): the quotient of a gap by 2ᵏ in ones and a zero, then its k low bits. One index in
 * twenty at random takes about six bits.
 */
final class AscendingInts {

    private AscendingInts() {}

    /** Whether each index is at least 0 and above the one before it. */
    static boolean fits(int[] indices) {
        int previous = -1;
        for (int index : indices) {
            if (index <= previous) {
                return false;
            }
            previous = index;
        }
        return indices.length > 0;
    }

    /** The code: k in the first byte, then the gaps. */
    static byte[] packed(int[] indices) {
        int k = cheapest(indices);
        byte[] bytes = new byte[Math.toIntExact(1 + (bits(indices, k) + 7) / 8)];
        bytes[0] = (byte) k;
        long at = 8;
        int previous = -1;
        for (int index : indices) {
            int gap = index - previous - 1;
            for (int ones = gap >>> k; ones > 0; ones--) {
                set(bytes, at++);
            }
            at++;
            for (int bit = k - 1; bit >= 0; bit--, at++) {
                if ((gap >>> bit & 1) != 0) {
                    set(bytes, at);
                }
            }
            previous = index;
        }
        return bytes;
    }

    /** The k with the shortest code. */
    private static int cheapest(int[] indices) {
        int best = 0;
        long fewest = bits(indices, 0);
        for (int k = 1; k < 31; k++) {
            long bits = bits(indices, k);
            if (bits < fewest) {
                best = k;
                fewest = bits;
            }
        }
        return best;
    }

    private static long bits(int[] indices, int k) {
        long bits = (long) indices.length * (k + 1);
        int previous = -1;
        for (int index : indices) {
            bits += (index - previous - 1) >>> k;
            previous = index;
        }
        return bits;
    }

    private static void set(byte[] bytes, long at) {
        bytes[(int) (at >>> 3)] |= (byte) (1 << (at & 7));
    }

    /**
     * The indices again.
     *
     * @throws CorruptModelException when the bytes end early or name an index that no array has
     */
    static int[] unpacked(byte[] bytes, int count) {
        if (bytes.length == 0 || count > 8L * bytes.length || bytes[0] < 0 || bytes[0] > 30) {
            throw damaged(count, bytes.length);
        }
        int k = bytes[0];
        int[] indices = new int[count];
        long at = 8;
        long previous = -1;
        for (int i = 0; i < count; i++) {
            long gap = 0;
            while (get(bytes, at++, count)) {
                gap++;
            }
            for (int bit = 0; bit < k; bit++) {
                gap = gap << 1 | (get(bytes, at++, count) ? 1 : 0);
            }
            previous += gap + 1;
            if (previous > ArrayType.MAX_LENGTH) {
                throw damaged(count, bytes.length);
            }
            indices[i] = (int) previous;
        }
        return indices;
    }

    private static boolean get(byte[] bytes, long at, int count) {
        if (at >>> 3 >= bytes.length) {
            throw damaged(count, bytes.length);
        }
        return (bytes[(int) (at >>> 3)] >>> (at & 7) & 1) != 0;
    }

    private static CorruptModelException damaged(int count, int length) {
        return new CorruptModelException(
                "message: indices cannot be read: indices=" + count + " bytes=" + length + "; send it again");
    }
}
