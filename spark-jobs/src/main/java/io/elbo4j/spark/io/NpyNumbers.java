package io.elbo4j.spark.io;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers of an array, one after the other. */
final class NpyNumbers {

    private static final int BYTE_MASK = 0xFF;

    private final NpyHeader header;
    private final DataInputStream in;
    private final byte[] bytes;

    /**
     * Behind the header.
     *
     * @param atOnce most numbers that are asked for at once
     */
    NpyNumbers(NpyHeader header, DataInputStream in, int atOnce) {
        this.header = header;
        this.in = in;
        bytes = new byte[Math.multiplyExact(atOnce, header.bytes())];
    }

    /** The next numbers as pixels: unsigned bytes by their largest value, all others as they are. */
    void pixels(float[] into) throws IOException {
        ByteBuffer buffer = next(into.length);
        float unit = header.type().equals("u1") ? 255f : 1f;
        for (int i = 0; i < into.length; i++) {
            into[i] = (float) number(buffer) / unit;
        }
    }

    /** The next number. */
    double next() throws IOException {
        return number(next(1));
    }

    private ByteBuffer next(int count) throws IOException {
        in.readFully(bytes, 0, count * header.bytes());
        return ByteBuffer.wrap(bytes).order(header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private double number(ByteBuffer buffer) {
        return switch (header.type()) {
            case "b1", "u1" -> buffer.get() & BYTE_MASK;
            case "i1" -> buffer.get();
            case "u2" -> Short.toUnsignedInt(buffer.getShort());
            case "i2" -> buffer.getShort();
            case "u4" -> Integer.toUnsignedLong(buffer.getInt());
            case "i4" -> buffer.getInt();
            case "f4" -> buffer.getFloat();
            case "f8" -> buffer.getDouble();
            default -> buffer.getLong();
        };
    }
}
