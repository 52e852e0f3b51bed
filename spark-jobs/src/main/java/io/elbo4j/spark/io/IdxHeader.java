package io.elbo4j.spark.io;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The start of an IDX file: two zero bytes, a type, the number of dimensions, and the dimensions, all big-endian.
 *
 * @param type 0x08 unsigned byte, 0x0D float, 0x0E double
 * @param dimensions the first one counts the rows
 */
record IdxHeader(int type, int[] dimensions) implements Serializable {

    static final int UNSIGNED_BYTE = 0x08;
    static final int FLOAT = 0x0D;
    static final int DOUBLE = 0x0E;

    private static final int MOST_DIMENSIONS = 4;

    static IdxHeader read(DataInputStream in, String file) throws IOException {
        int magic;
        try {
            magic = in.readInt();
        } catch (EOFException e) {
            throw new DataException("idx: file is empty or cut off: file=" + file + "; fetch the file again", e);
        }
        int type = magic >>> 8 & 0xFF;
        int count = magic & 0xFF;
        boolean known = type == UNSIGNED_BYTE || type == FLOAT || type == DOUBLE;
        if (magic >>> 16 != 0 || !known || count < 1 || count > MOST_DIMENSIONS) {
            throw wrongMagic(file, magic, "0x00000803 (images) or 0x00000801 (labels)");
        }
        int[] dimensions = new int[count];
        long size = 1;
        for (int d = 0; d < count; d++) {
            dimensions[d] = in.readInt();
            size = d == 0 ? 1 : size * dimensions[d];
            if (dimensions[d] < (d == 0 ? 0 : 1) || size > Integer.MAX_VALUE) {
                throw new DataException("idx: dimension out of range: file=" + file + " dimension=" + d + " size="
                        + Integer.toUnsignedString(dimensions[d]) + "; the file is damaged, fetch it again");
            }
        }
        return new IdxHeader(type, dimensions);
    }

    static DataException wrongMagic(String file, int magic, String expected) {
        return new DataException(String.format(
                "idx: wrong magic number: file=%s magic=0x%08X expected=%s; give an IDX file, or set data.format",
                file, magic, expected));
    }

    /** The first four bytes. */
    int magic() {
        return type << 8 | dimensions.length;
    }

    int rows() {
        return dimensions[0];
    }

    /** Numbers in a row. */
    int width() {
        int width = 1;
        for (int d = 1; d < dimensions.length; d++) {
            width *= dimensions[d];
        }
        return width;
    }

    /** Bytes in a row. */
    int rowBytes() {
        int each = type == UNSIGNED_BYTE ? 1 : type == FLOAT ? Float.BYTES : Double.BYTES;
        return Math.multiplyExact(width(), each);
    }

    /** {@code [F]}, or {@code [channels, height, width]}, with one channel where the file has none. */
    List<Integer> shape() {
        List<Integer> shape = new ArrayList<>();
        if (dimensions.length == 3) {
            shape.add(1);
        }
        for (int d = 1; d < dimensions.length; d++) {
            shape.add(dimensions[d]);
        }
        return List.copyOf(shape);
    }
}
