package io.elbo4j.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartsStreamTest {

    @Test
    void read_ofWritten_equalsTheParts() throws IOException {
        for (Parts parts : List.of(
                new Parts(),
                new Parts().put("bytes", new byte[] {0, 127, -128, -1}).put("none", new byte[0]),
                PartsCodec.everything())) {
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
        assertTrue(refused > 18 * 32, "refused=" + refused);
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
        // version 2 | one part | "a" | float32 | two of them, little-endian
        byte[] expected = {2, 0, 0, 0, 1, 0, 0, 0, 1, 'a', 17, 0, 0, 0, 2, 1, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0
        };
        assertArrayEquals(expected, written(new Parts().put("a", new float[] {Math.nextUp(1f), -2})));
        // "a" | bfloat16 | two of them, in one little-endian int with the first above
        byte[] shorter = {2, 0, 0, 0, 1, 0, 0, 0, 1, 'a', 33, 0, 0, 0, 2, 0, (byte) 0xc0, (byte) 0x80, 0x3f};
        assertArrayEquals(shorter, written(new Parts().put("a", new float[] {1, -2})));
        // "a" | ascending | two of them | two bytes | k = 0 | gap 0: 0, gap 2: 110, from the lowest bit on
        byte[] ascending = {2, 0, 0, 0, 1, 0, 0, 0, 1, 'a', 32, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0b0110};
        assertArrayEquals(ascending, written(new Parts().put("a", new int[] {0, 3})));
    }

    @Test
    void read_ofAscendingIndices_equalsThem_whateverTheirGaps() throws IOException {
        for (int[] indices :
                List.of(new int[] {0}, new int[] {Integer.MAX_VALUE - 8}, new int[] {0, 1, 2, 3}, new int[] {
                    5, 6, 1_000_000_000, 1_000_000_001
                })) {
            Parts parts = new Parts().put("i", indices);
            assertEquals(parts, read(written(parts)));
        }
        Forall.seeds(20, seed -> {
            Key key = Key.of(seed);
            double density = Math.exp(-6 * key.uniform(0));
            int[] indices = IntStream.range(0, 10_000)
                    .filter(i -> key.fold(1).uniform(i) < density)
                    .toArray();
            Parts parts = new Parts().put("i", indices);
            byte[] bytes = assertDoesNotThrow(() -> written(parts));
            assertEquals(parts, assertDoesNotThrow(() -> read(bytes)));
            // The entropy of the choice, and what the code is above it.
            double entropy = -10_000 * (density * Math.log(density) + (1 - density) * Math.log1p(-density));
            assertTrue(bytes.length < 40 + 1.15 * entropy / Math.log(2) / 8, seed + ": bytes=" + bytes.length);
        });
    }

    @Test
    void read_ofNoIndicesInNoBytes_isRefused() {
        byte[] none = {2, 0, 0, 0, 1, 0, 0, 0, 1, 'a', 32, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThrows(CorruptModelException.class, () -> read(none));
    }

    @Test
    void read_ofShortFloats_keepsTheirBits() throws IOException {
        for (int length : new int[] {1, 2, 3, 40_001}) {
            float[] numbers = new float[length];
            for (int i = 0; i < length; i++) {
                numbers[i] = Float.intBitsToFloat(i * 0x9E3779B9 & 0xFFFF0000);
            }
            byte[] bytes = written(new Parts().put("f", numbers));
            float[] back = read(bytes).floats("f");
            for (int i = 0; i < length; i++) {
                assertEquals(Float.floatToRawIntBits(numbers[i]), Float.floatToRawIntBits(back[i]));
            }
            assertTrue(bytes.length <= 20 + 2 * length, "bytes=" + bytes.length);
        }
    }

    @Test
    void written_ofAPosterior_takesNineBytesAWeight_atDensityOneInTwenty() {
        Forall.seeds(3, seed -> {
            Key key = Key.of(seed);
            int[] support = IntStream.range(0, 400_000)
                    .filter(i -> key.fold(0).uniform(i) < 0.05)
                    .toArray();
            float[] mean = new float[support.length];
            float[] sd = new float[support.length];
            key.fold(1).gaussians(mean);
            key.fold(2).gaussians(sd);
            Parts parts = new Parts().put("support", support).put("mean", mean).put("sd", sd);
            byte[] bytes = assertDoesNotThrow(() -> written(parts));
            double perWeight = (double) bytes.length / support.length;
            assertTrue(perWeight <= 9, seed + ": bytes a weight=" + perWeight);
        });
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
