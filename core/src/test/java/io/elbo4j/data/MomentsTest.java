package io.elbo4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.math.Key;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentsTest {

    private static final long SEED = Long.getLong("seed", 11);

    /** Rows around 1e4 with spread 1: sums of squares would lose what the two passes keep. */
    private static Batch batch(int rows, int width) {
        System.out.println("MomentsTest seed=" + SEED);
        float[] features = new float[rows * width];
        Key.of(SEED).gaussians(features);
        for (int i = 0; i < features.length; i++) {
            features[i] += 10_000;
        }
        float[] targets = new float[rows];
        Key.of(SEED).fold(1).gaussians(targets);
        return new Batch(features, targets, width);
    }

    @Test
    void ofFeatures_ofOffsetColumn_equalsExactArithmetic() {
        Batch batch = batch(501, 3);
        Moments moments = Moments.ofFeatures(batch);
        for (int c = 0; c < 3; c++) {
            BigDecimal sum = BigDecimal.ZERO;
            BigDecimal squares = BigDecimal.ZERO;
            for (int i = 0; i < 501; i++) {
                BigDecimal value = new BigDecimal(batch.features().dense()[i * 3 + c]);
                sum = sum.add(value);
                squares = squares.add(value.multiply(value));
            }
            BigDecimal rows = BigDecimal.valueOf(501);
            BigDecimal mean = sum.divide(rows, MathContext.DECIMAL128);
            double exact = squares.divide(rows, MathContext.DECIMAL128)
                    .subtract(mean.multiply(mean))
                    .doubleValue();
            assertEquals(mean.doubleValue(), moments.mean()[c], 1e-9);
            assertEquals(exact, moments.variance(c), 1e-11);
        }
        assertEquals(501, moments.count());
    }

    @Test
    void rowsOfWeights_areRowsThatOften() {
        Batch batch = batch(6, 2);
        Batch weighted = new Batch(batch.features(), batch.targets(), new float[] {2, 0, 1, 3, 1, 0});
        Batch repeated = batch.select(new int[] {0, 0, 2, 3, 3, 3, 4});
        assertEquals(repeated.rows(), weighted.totalWeight());
        Moments expected = Moments.ofFeatures(repeated);
        Batch halves = Batch.concatenated(
                List.of(weighted.slice(0, 2), weighted.slice(2, 4), weighted.select(new int[] {4, 5})), 2, false);
        assertEquals(weighted, halves);
        for (Moments found : new Moments[] {
            Moments.ofFeatures(weighted),
            Moments.ofFeatures(weighted.slice(0, 2))
                    .combine(Moments.ofFeatures(weighted.slice(2, 5)))
                    .combine(Moments.ofFeatures(weighted.slice(5, 6)))
        }) {
            assertEquals(7, found.count());
            assertArrayEquals(expected.mean(), found.mean(), 1e-9);
            assertArrayEquals(expected.squares(), found.squares(), 1e-9);
            assertArrayEquals(expected.min(), found.min());
            assertArrayEquals(expected.max(), found.max());
        }
        assertThrows(
                IllegalArgumentException.class, () -> new Batch(batch.features(), batch.targets(), new float[] {1, 2}));
    }

    @Test
    void combine_ofShards_equalsPooled() {
        Batch batch = batch(100, 2);
        Moments pooled = Moments.ofFeatures(batch);
        for (int shards : new int[] {1, 3, 7, 130}) {
            Moments sum = Moments.none(2);
            for (Shard shard : Shard.split(batch, shards)) {
                sum = sum.combine(Moments.ofFeatures(shard.examples()));
            }
            assertEquals(100, sum.count());
            assertArrayEquals(pooled.mean(), sum.mean(), 1e-10);
            assertArrayEquals(pooled.squares(), sum.squares(), 1e-8);
            assertArrayEquals(pooled.min(), sum.min());
            assertArrayEquals(pooled.max(), sum.max());
        }
    }

    @Test
    void grouped_ofTwoChannels_equalsMomentsOfEachChannelsPixels() {
        Batch images = batch(40, 6);
        Moments channels = Moments.ofFeatures(images).grouped(2);
        for (int channel = 0; channel < 2; channel++) {
            float[] pixels = new float[40 * 3];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = images.features().dense()[i / 3 * 6 + channel * 3 + i % 3];
            }
            Moments expected = Moments.ofFeatures(new Batch(pixels, new float[pixels.length], 1));
            assertEquals(expected.count(), channels.count());
            assertEquals(expected.mean()[0], channels.mean()[channel], 1e-10);
            assertEquals(expected.squares()[0], channels.squares()[channel], 1e-8);
        }
    }

    @Test
    void combine_ofOtherWidth_namesBoth() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Moments.none(2).combine(Moments.none(3)))
                .getMessage();
        assertTrue(String.valueOf(message).contains("left=2 right=3"), message);
    }
}
