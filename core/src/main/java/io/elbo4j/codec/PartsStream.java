package io.elbo4j.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * {@link Parts} on the wire: a version byte, the number of parts, then for each its name, a type byte and its value; arrays
 * as their length and little-endian elements, ascending indices as {@link AscendingInts}, numbers that need no more as
 * {@link ShortFloats}. Every bit pattern survives.
 */
public final class PartsStream {

    static final byte VERSION = 2;

    /** More parts than any state has. */
    static final int MAX_PARTS = 1 << 20;

    /** Bytes of the longest name or text. */
    static final int MAX_TEXT = 1 << 24;

    private static final byte LONG = 1;
    private static final byte DOUBLE = 2;
    private static final byte TEXT = 3;
    private static final byte ASCENDING = 32;
    private static final byte SHORT_FLOATS = 33;

    private PartsStream() {}

    /** Writes all parts, in order. */
    public static void write(DataOutput out, Parts parts) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(parts.values().size());
        for (Map.Entry<String, Object> part : parts.values().entrySet()) {
            writeText(out, part.getKey());
            Object value = part.getValue();
            if (value instanceof Long whole) {
                out.writeByte(LONG);
                out.writeLong(whole);
            } else if (value instanceof Double real) {
                out.writeByte(DOUBLE);
                out.writeLong(Double.doubleToRawLongBits(real));
            } else if (value instanceof String text) {
                out.writeByte(TEXT);
                writeText(out, text);
            } else if (value instanceof int[] indices && AscendingInts.fits(indices)) {
                out.writeByte(ASCENDING);
                out.writeInt(indices.length);
                byte[] packed = AscendingInts.packed(indices);
                out.writeInt(packed.length);
                out.write(packed);
            } else if (value instanceof float[] numbers && ShortFloats.fit(numbers)) {
                out.writeByte(SHORT_FLOATS);
                out.writeInt(numbers.length);
                writeElements(out, ArrayType.INT32, ShortFloats.packed(numbers));
            } else {
                ArrayType type = ArrayType.of(value);
                out.writeByte(type.code());
                out.writeInt(Array.getLength(value));
                writeElements(out, type, value);
            }
        }
    }

    private static void writeElements(DataOutput out, ArrayType type, Object array) throws IOException {
        int length = Array.getLength(array);
        int perChunk = ArrayType.CHUNK / type.width();
        byte[] bytes = new byte[Math.min(length, perChunk) * type.width()];
        ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0, count; from < length; from += count) {
            count = Math.min(perChunk, length - from);
            type.put(array, from, count, chunk);
            out.write(bytes, 0, count * type.width());
        }
    }

    private static void writeText(DataOutput out, String text) throws IOException {
        // The strict encoder: half a surrogate pair is an error and not a question mark.
        ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        if (bytes.length > MAX_TEXT) {
            throw new IOException(
                    "message: text too long: bytes=" + bytes.length + " most=" + MAX_TEXT + "; send arrays instead");
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads parts back. Memory grows with the bytes that arrive, never with a length that is only claimed.
     *
     * @throws CorruptModelException when the bytes end early or are not parts of a known version
     * @throws IOException from the input itself
     */
    public static Parts read(DataInput in) throws IOException {
        try {
            byte version = in.readByte();
            if (version != VERSION) {
                throw corrupt("version", version, "sender and receiver must run the same Elbo4j");
            }
            int count = bounded(in.readInt(), MAX_PARTS, "parts");
            Parts parts = new Parts();
            for (int i = 0; i < count; i++) {
                String name = readText(in);
                if (parts.has(name)) {
                    throw corrupt("part " + i, "name twice", "the message was damaged on its way");
                }
                parts.put(name, readValue(in));
            }
            return parts;
        } catch (EOFException | CharacterCodingException e) {
            throw new CorruptModelException("message: ends early or is damaged: cause=" + e + "; send it again", e);
        }
    }

    private static Object readValue(DataInput in) throws IOException {
        byte type = in.readByte();
        for (ArrayType array : ArrayType.values()) {
            if (array.code() == type) {
                return readElements(in, array, bounded(in.readInt(), ArrayType.MAX_LENGTH, "length"));
            }
        }
        return switch (type) {
            case LONG -> in.readLong();
            case DOUBLE -> Double.longBitsToDouble(in.readLong());
            case TEXT -> readText(in);
            case ASCENDING -> {
                int count = bounded(in.readInt(), ArrayType.MAX_LENGTH, "indices");
                yield AscendingInts.unpacked(readBytes(in, in.readInt(), ArrayType.MAX_LENGTH, "bytes"), count);
            }
            case SHORT_FLOATS -> {
                int count = bounded(in.readInt(), ArrayType.MAX_LENGTH, "length");
                int pairs = (int) ((count + 1L) / 2);
                yield ShortFloats.unpacked((int[]) readElements(in, ArrayType.INT32, pairs), count);
            }
            default -> throw corrupt("type", type, "the message was damaged on its way");
        };
    }

    private static Object readElements(DataInput in, ArrayType type, int length) throws IOException {
        int perChunk = ArrayType.CHUNK / type.width();
        int room = Math.min(length, perChunk);
        Object array = type.allocate(room);
        byte[] bytes = new byte[room * type.width()];
        ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0, count; from < length; from += count) {
            count = Math.min(perChunk, length - from);
            in.readFully(bytes, 0, count * type.width());
            if (from + count > room) {
                room = (int) Math.min(length, 2L * room);
                array = type.grown(array, room);
            }
            type.take(chunk, array, from, count);
        }
        return array;
    }

    private static String readText(DataInput in) throws IOException {
        byte[] bytes = readBytes(in, in.readInt(), MAX_TEXT, "text");
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static byte[] readBytes(DataInput in, int claimed, int most, String what) throws IOException {
        int length = bounded(claimed, most, what);
        byte[] bytes = new byte[Math.min(length, ArrayType.CHUNK)];
        for (int from = 0; from < length; ) {
            if (from == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            in.readFully(bytes, from, bytes.length - from);
            from = bytes.length;
        }
        return bytes;
    }

    private static int bounded(int value, int most, String what) {
        if (value < 0 || value > most) {
            throw corrupt(what, value, "the most is " + most + ", the message was damaged on its way");
        }
        return value;
    }

    private static CorruptModelException corrupt(String what, Object value, String advice) {
        return new CorruptModelException("message: cannot be read: " + what + "=" + value + "; " + advice);
    }
}
