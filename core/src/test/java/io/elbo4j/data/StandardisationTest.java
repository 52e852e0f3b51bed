package io.elbo4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.math.Key;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StandardisationTest {

    @Test
    void apply_toTrainingData_givesMeanZeroAndVarianceOne() {
        System.out.println("StandardisationTest seed=5");
        float[] features = new float[300];
        Key.of(5).gaussians(features);
        for (int i = 0; i < 300; i++) {
            features[i] = features[i] * (1 + i % 3) + 100 * (i % 3);
        }
        float[] targets = new float[100];
        Key.of(6).gaussians(targets);
        Batch batch = new Batch(features, targets, 3);
        Standardisation fitted =
                Standardisation.of(Moments.ofFeatures(batch), 3).withTargets(Moments.ofTargets(batch));
        Batch standardised = fitted.apply(batch);
        Moments moments = Moments.ofFeatures(standardised);
        assertArrayEquals(new double[3], moments.mean(), 1e-6);
        for (int c = 0; c < 3; c++) {
            assertEquals(1, moments.variance(c), 1e-6);
        }
        assertEquals(1, Moments.ofTargets(standardised).variance(0), 1e-6);
        assertEquals(targets[7], fitted.targetBack(standardised.targets()[7]), 1e-6);
    }

    @Test
    void apply_toConstantColumn_givesExactlyZero() {
        // 0.1f summed many times is not a multiple of 0.1f: the standard deviation must not be that rounding error.
        float[] features = new float[1001];
        Arrays.fill(features, 0.1f);
        Batch batch = new Batch(features, new float[1001], 1);
        Standardisation fitted = Standardisation.of(Moments.ofFeatures(batch), 1);
        assertEquals(1, fitted.sd()[0]);
        assertArrayEquals(new float[1001], fitted.apply(batch).features().dense());
    }

    @Test
    void of_channels_sharesOneShiftAndScaleWithinEach() {
        Batch images = new Batch(new float[] {0, 2, 10, 30, 4, 6, 50, 70}, new float[2], 4);
        Standardisation fitted = Standardisation.of(Moments.ofFeatures(images), 2);
        assertArrayEquals(new double[] {3, 40}, fitted.mean(), 1e-12);
        assertArrayEquals(new double[] {Math.sqrt(5), Math.sqrt(500)}, fitted.sd(), 1e-12);
        assertEquals(
                (float) ((10 - 40) / Math.sqrt(500)),
                fitted.apply(images).features().dense()[2]);
    }

    @Test
    void identity_changesNothing() {
        Batch batch = new Batch(new float[] {0.1f, -3, 7, 1e30f}, new float[] {2, 3}, 2);
        assertEquals(batch, Standardisation.identity(2).apply(batch));
    }

    @Test
    void apply_toOtherWidth_saysSo() {
        Batch batch = new Batch(new float[3], new float[1], 3);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Standardisation.identity(2).apply(batch))
                .getMessage();
        assertTrue(String.valueOf(message).contains("fitted=2 data=3"), message);
    }

    @Test
    void codec_roundTrip_andRefusesDamage() {
        StandardisationCodec codec = new StandardisationCodec();
        Standardisation value = new Standardisation(4, new double[] {1, 2}, new double[] {3, 4}, 5, 6);
        assertEquals(value, codec.decode(codec.encode(value), codec.version()));
        var damaged = codec.encode(new Standardisation(4, new double[] {1, 2}, new double[] {3, 4}, 5, 6));
        damaged.doubles("sd")[1] = 0;
        assertThrows(CorruptModelException.class, () -> codec.decode(damaged, 1));
    }
}
