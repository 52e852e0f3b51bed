package io.elbo4j.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The arrays that can be stored, as little-endian bytes; every bit pattern survives. */
enum ArrayType {
    UINT8("uint8", (byte) 19, 1) {
        @Override
        Object allocate(int length) {
            return new byte[length];
        }

        @Override
        Object grown(Object array, int length) {
            return Arrays.copyOf((byte[]) array, length);
        }

        @Override
        void put(Object array, int from, int count, ByteBuffer into) {
            into.put(0, (byte[]) array, from, count);
        }

        @Override
        void take(ByteBuffer bytes, Object array, int from, int count) {
            bytes.get(0, (byte[]) array, from, count);
        }
    },
    INT32("int32", (byte) 16, 4) {
        @Override
        Object allocate(int length) {
            return new int[length];
        }

        @Override
        Object grown(Object array, int length) {
            return Arrays.copyOf((int[]) array, length);
        }

        @Override
        void put(Object array, int from, int count, ByteBuffer into) {
            into.asIntBuffer().put((int[]) array, from, count);
        }

        @Override
        void take(ByteBuffer bytes, Object array, int from, int count) {
            bytes.asIntBuffer().get((int[]) array, from, count);
        }
    },
    FLOAT32("float32", (byte) 17, 4) {
        @Override
        Object allocate(int length) {
            return new float[length];
        }

        @Override
        Object grown(Object array, int length) {
            return Arrays.copyOf((float[]) array, length);
        }

        @Override
        void put(Object array, int from, int count, ByteBuffer into) {
            into.asFloatBuffer().put((float[]) array, from, count);
        }

        @Override
        void take(ByteBuffer bytes, Object array, int from, int count) {
            bytes.asFloatBuffer().get((float[]) array, from, count);
        }
    },
    FLOAT64("float64", (byte) 18, 8) {
        @Override
        Object allocate(int length) {
            return new double[length];
        }

        @Override
        Object grown(Object array, int length) {
            return Arrays.copyOf((double[]) array, length);
        }

        @Override
        void put(Object array, int from, int count, ByteBuffer into) {
            into.asDoubleBuffer().put((double[]) array, from, count);
        }

        @Override
        void take(ByteBuffer bytes, Object array, int from, int count) {
            bytes.asDoubleBuffer().get((double[]) array, from, count);
        }
    };

    /** Bytes that are moved at once; a multiple of every width. */
    static final int CHUNK = 1 << 16;

    /** The longest array that every JVM can hold. */
    static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    private final String label;
    private final byte code;
    private final int width;

    ArrayType(String label, byte code, int width) {
        this.label = label;
        this.code = code;
        this.width = width;
    }

    /** The name in a manifest. */
    String label() {
        return label;
    }

    /** The type byte in a message. */
    byte code() {
        return code;
    }

    /** Bytes of an element. */
    int width() {
        return width;
    }

    abstract Object allocate(int length);

    abstract Object grown(Object array, int length);

    /** Writes elements from {@code from} on into bytes 0 .. count × width of a little-endian buffer. */
    abstract void put(Object array, int from, int count, ByteBuffer into);

    /** Reads bytes 0 .. count × width of a little-endian buffer into elements from {@code from} on. */
    abstract void take(ByteBuffer bytes, Object array, int from, int count);

    /** The type of an array. */
    static ArrayType of(Object array) {
        return array instanceof byte[]
                ? UINT8
                : array instanceof int[] ? INT32 : array instanceof float[] ? FLOAT32 : FLOAT64;
    }
}
