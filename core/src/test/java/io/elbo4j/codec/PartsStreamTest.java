package io.elbo4j.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsStreamTest {

    @Test
    void read_ofWritten_equalsTheParts() throws IOException {
        for (Parts parts : List.of(new Parts(), PartsCodec.everything())) {
            Parts back = read(written(parts));
            assertEquals(parts, back);
            assertEquals(
                    List.copyOf(parts.values().keySet()),
                    List.copyOf(back.values().keySet()));
        }
    }

    @Test
    void read_ofArraysLongerThanAChunk_equalsTheParts() throws IOException {
        for (int length : new int[] {8191, 8192, 8193, 16384, 16385, 100_001}) {
            int[] ints = new int[length];
            Arrays.setAll(ints, i -> i * 2654435);
            float[] floats = new float[length];
            double[] doubles = new double[length];
            for (int i = 0; i < length; i++) {
                floats[i] = Float.intBitsToFloat(ints[i]);
                doubles[i] = 1.0 / (i + 1);
            }
            Parts parts = new Parts()
                    .put("i", ints)
                    .put("f", floats)
                    .put("d", doubles)
                    .put("t", "é".repeat(length));
            Parts back = read(written(parts));
            assertEquals(parts, back);
        }
    }

    @Test
    void read_ofOddNaN_keepsItsBits() throws IOException {
        double odd = Double.longBitsToDouble(0x7FF8_0000_0000_1234L);
        Parts back = read(written(new Parts().put("one", odd).put("many", new double[] {odd})));
        assertEquals(0x7FF8_0000_0000_1234L, Double.doubleToRawLongBits(back.real("one")));
        assertEquals(0x7FF8_0000_0000_1234L, Double.doubleToRawLongBits(back.doubles("many")[0]));
    }

    @Test
    void write_twoInARow_canBeReadOneAfterTheOther() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        PartsStream.write(data, PartsCodec.everything());
        PartsStream.write(data, new Parts().put("next", 1L));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(out.toByteArray()));
        assertEquals(PartsCodec.everything(), PartsStream.read(in));
        assertEquals(new Parts().put("next", 1L), PartsStream.read(in));
        assertEquals(-1, in.read());
    }

    @Test
    void read_ofEveryTruncation_isRefused() throws IOException {
        byte[] whole = written(PartsCodec.everything());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(CorruptModelException.class, () -> read(cut), "length=" + length);
        }
    }

    @Test
    void read_ofEveryBitFlip_endsInPartsOrTheOneError() throws IOException {
        byte[] whole = written(PartsCodec.everything());
        int refused = 0;
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                read(flipped);
            } catch (CorruptModelException e) {
                refused++;
            }
        }
        // All of the version's bits, and most of the lengths' and types'.
        org.junit.jupiter.api.Assertions.assertTrue(refused > 18 * 32, "refused=" + refused);
    }

    @Test
    void read_ofAbsurdLength_endsWithoutTheMemory() throws IOException {
        byte[] bytes = written(new Parts().put("a", new double[] {1}));
        // version, count, name length, name, type, then the length of the array.
        for (int length : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, 1 << 30, -1, 2}) {
            byte[] lying = bytes.clone();
            ByteBuffer.wrap(lying).putInt(1 + 4 + 4 + 1 + 1, length);
            assertThrows(CorruptModelException.class, () -> read(lying), "length=" + length);
        }
        for (int at : new int[] {1, 5}) {
            byte[] lying = bytes.clone();
            ByteBuffer.wrap(lying).putInt(at, Integer.MAX_VALUE);
            assertThrows(CorruptModelException.class, () -> read(lying), "at=" + at);
        }
    }

    @Test
    void write_ofHalfASurrogatePair_isRefused() {
        assertThrows(CharacterCodingException.class, () -> written(new Parts().put("t", "\uD83D")));
    }

    @Test
    void write_ofKnownParts_givesTheKnownBytes() throws IOException {
        // version 1 | one part | "a" | float32 | two of them, little-endian
        byte[] expected = {1, 0, 0, 0, 1, 0, 0, 0, 1, 'a', 17, 0, 0, 0, 2, 0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0
        };
        assertArrayEquals(expected, written(new Parts().put("a", new float[] {1, -2})));
    }

    private static byte[] written(Parts parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PartsStream.write(new DataOutputStream(out), parts);
        return out.toByteArray();
    }

    private static Parts read(byte[] bytes) throws IOException {
        return PartsStream.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
