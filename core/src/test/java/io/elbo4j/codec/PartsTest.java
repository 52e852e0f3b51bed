package io.elbo4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PartsTest {

    @Test
    void equals_comparesContents() {
        assertEquals(PartsCodec.everything(), PartsCodec.everything());
        assertEquals(PartsCodec.everything().hashCode(), PartsCodec.everything().hashCode());
        Parts zero = new Parts().put("a", new float[] {0.0f}).put("b", 1L);
        assertNotEquals(zero, new Parts().put("a", new float[] {-0.0f}).put("b", 1L));
        assertNotEquals(zero, new Parts().put("a", new double[] {0.0}).put("b", 1L));
        assertNotEquals(zero, new Parts().put("a", new float[] {0.0f}).put("c", 1L));
        assertNotEquals(zero, new Parts().put("a", new float[] {0.0f}));
        assertNotEquals(zero, new Parts().put("a", new float[] {0.0f}).put("b", 1.0));
        Parts turned = new Parts().put("b", 1L).put("a", new float[] {0.0f});
        assertEquals(zero, turned);
        assertEquals(zero.hashCode(), turned.hashCode());
    }

    @Test
    void under_prefix_undoesPutAll() {
        Parts inner = PartsCodec.everything();
        assertEquals(
                inner, new Parts().put("other", 1L).putAll("posterior", inner).under("posterior"));
    }

    @Test
    void put_twiceOrOfAnotherType_isRefused() {
        Parts parts = new Parts().put("a", 1L);
        assertThrows(IllegalArgumentException.class, () -> parts.put("a", 2L));
        assertThrows(IllegalArgumentException.class, () -> parts.put("b", 2));
        assertThrows(CorruptModelException.class, () -> parts.real("a"));
        assertThrows(CorruptModelException.class, () -> parts.whole("b"));
    }

    @Test
    void toString_namesTypesAndLengths() {
        assertEquals(
                "Parts[a Long, b float[]3]",
                new Parts().put("a", 1L).put("b", new float[3]).toString());
    }
}
