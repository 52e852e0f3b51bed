package io.elbo4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import org.junit.jupiter.api.Test;

class SumsCodecTest {

    @Test
    void decode_ofEncoded_isTheSame_whateverTheNumbers() {
        Forall.seeds(10, seed -> {
            Key key = Key.of(seed);
            float[] means = new float[50];
            key.fold(0).gaussians(means);
            means[0] = -0f;
            means[1] = Float.MIN_VALUE;
            double rows = 1 + (int) (1e6 * key.uniform(0));
            double[] ofMeans = new double[50];
            double[] others = new double[50];
            for (int k = 0; k < 50; k++) {
                ofMeans[k] = rows * means[k];
                others[k] = key.fold(1).gaussian(k);
            }
            others[0] = Double.NaN;
            Sums sums = Sums.of(rows, -3.5, ofMeans, others);
            Parts parts = SumsCodec.INSTANCE.encode(sums);
            assertTrue(parts.has("mean0") && parts.has("array1"), parts.toString());
            assertEquals(sums, SumsCodec.INSTANCE.decode(parts, SumsCodec.INSTANCE.version()));
        });
    }

    @Test
    void decode_ofAPart_keepsItsSupport() {
        Sums part = Sums.over(new int[] {3, 70_000, 70_001}, 4, -1, new double[] {0.5, 1.0 / 3, -2});
        assertEquals(part, SumsCodec.INSTANCE.decode(SumsCodec.INSTANCE.encode(part), SumsCodec.INSTANCE.version()));
    }

    @Test
    void decode_ofNothing_isNothing() {
        assertEquals(
                Sums.NONE,
                SumsCodec.INSTANCE.decode(SumsCodec.INSTANCE.encode(Sums.NONE), SumsCodec.INSTANCE.version()));
        Sums empty = Sums.of(0, 0, new double[] {0, 1});
        assertEquals(empty, SumsCodec.INSTANCE.decode(SumsCodec.INSTANCE.encode(empty), SumsCodec.INSTANCE.version()));
    }
}
