package io.elbo4j.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixtureTest {

    private static final SparseGaussian LEFT =
            new SparseGaussian(3, new int[] {0, 1}, new float[] {-2, 1}, new float[] {0.5f, 0.1f});
    private static final SparseGaussian RIGHT =
            new SparseGaussian(3, new int[] {1, 2}, new float[] {3, 4}, new float[] {0.2f, 1});
    private static final Mixture MIXTURE = new Mixture(List.of(LEFT, RIGHT));

    @Test
    void meanTheta_isTheMeanOfTheComponents() {
        assertArrayEquals(new float[] {-1, 2, 2}, MIXTURE.meanTheta());
    }

    @Test
    void draws_haveTheMomentsOfTheMixture() {
        int draws = 40_000;
        double[] sum = new double[3];
        double[] squares = new double[3];
        for (int s = 0; s < draws; s++) {
            float[] theta = MIXTURE.draw(Key.of(7).fold(s));
            for (int i = 0; i < 3; i++) {
                sum[i] += theta[i];
                squares[i] += theta[i] * theta[i];
            }
        }
        // Law of total variance: mean of variances plus variance of means.
        double[] variance = {0.25 / 2 + 1, (0.01 + 0.04) / 2 + 1, 1 / 2.0 + 4};
        for (int i = 0; i < 3; i++) {
            double mean = sum[i] / draws;
            assertEquals(MIXTURE.meanTheta()[i], mean, 5 * Math.sqrt(variance[i] / draws), "mean " + i + " seed=7");
            assertEquals(
                    variance[i], squares[i] / draws - mean * mean, 0.05 * variance[i], "variance " + i + " seed=7");
        }
    }

    @Test
    void draw_followsOneComponentAsAWhole() {
        int left = 0;
        for (int s = 0; s < 1000; s++) {
            float[] theta = MIXTURE.draw(Key.of(3).fold(s));
            boolean ofLeft = theta[2] == 0;
            assertEquals(ofLeft, theta[0] != 0, "draw " + s + " seed=3");
            left += ofLeft ? 1 : 0;
        }
        assertEquals(500, left, 80, "seed=3");
    }

    @Test
    void active_countsAllComponents() {
        assertEquals(4, MIXTURE.active(new ParameterBlock("w", List.of(3), 0, Role.WEIGHT, 1, 1, 0)));
    }

    @Test
    void components_ofOneBelief_isThatBelief() {
        assertEquals(List.of(LEFT), LEFT.components());
    }

    @Test
    void ofOneBelief_orOfTwoNetworks_isAClearError() {
        String one = assertThrows(IllegalArgumentException.class, () -> new Mixture(List.of(LEFT)))
                .getMessage();
        assertTrue(String.valueOf(one).contains("components=1"), one);
        SparseGaussian other = SparseGaussian.points(new float[5]);
        String two = assertThrows(IllegalArgumentException.class, () -> new Mixture(List.of(LEFT, other)))
                .getMessage();
        assertTrue(String.valueOf(two).contains("dimensions=[3, 5]"), two);
    }
}
