package io.elbo4j.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.elbo4j.math.Key;
import org.junit.jupiter.api.Test;

class DiagonalGaussianTest {

    private static final DiagonalGaussian Q = new DiagonalGaussian(new double[] {1, -2}, new double[] {0.25, 9});

    @Test
    void draws_haveItsMoments() {
        int draws = 40_000;
        double[] moments = new double[4];
        for (int s = 0; s < draws; s++) {
            float[] theta = Q.draw(Key.of(5).fold(s));
            for (int i = 0; i < 2; i++) {
                moments[i] += theta[i] / draws;
                moments[2 + i] += (theta[i] - Q.mean(i)) * (theta[i] - Q.mean(i)) / draws;
            }
        }
        for (int i = 0; i < 2; i++) {
            double variance = Q.variance()[i];
            assertEquals(Q.mean(i), moments[i], 4.5 * Math.sqrt(variance / draws));
            assertEquals(variance, moments[2 + i], 4.5 * variance * Math.sqrt(2.0 / draws));
        }
    }

    @Test
    void belief_isAPriorAndAValue() {
        assertEquals(4, Q.precision(0), 0);
        assertEquals(-2, Q.mean(1), 0);
        assertArrayEquals(new float[] {1, -2}, Q.meanTheta());
        DiagonalGaussian same = new DiagonalGaussian(new double[] {1, -2}, new double[] {0.25, 9});
        assertEquals(Q, same);
        assertEquals(Q.hashCode(), same.hashCode());
        assertNotEquals(Q, new DiagonalGaussian(new double[] {1, -2}, new double[] {0.25, 8}));
        // The dense belief of networks, with the same numbers, has the same divergence from it: none.
        SparseGaussian q = new SparseGaussian(2, new int[] {0, 1}, new float[] {1, -2}, new float[] {0.5f, 3f});
        assertEquals(0, SparseGaussianFamily.INSTANCE.klNats(q, Q), 1e-6);
    }
}
