package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.Poisson;
import org.junit.jupiter.api.Test;

class NormalMixturesTest {

    @Test
    void quantiles_ofOneNormal_areTheKnownOnes() {
        NormalMixtures one = new NormalMixtures(new GaussianFixedNoise(4), 2);
        one.add(new float[] {1, -3}, 0);
        assertEquals(1, one.quantile(0, 0.5), 1e-12);
        assertEquals(1 + 2 * 1.959963984540054, one.quantile(0, 0.975), 1e-9);
        assertEquals(-3 - 2 * 1.959963984540054, one.quantile(1, 0.025), 1e-9);
    }

    @Test
    void quantiles_ofFarComponents_lieBetweenAndInThem() {
        // Normals around 0 with sd 1 and around 100 with sd e.
        NormalMixtures two = new NormalMixtures(new GaussianInputNoise(), 1);
        two.add(new float[] {0, 0}, 0);
        two.add(new float[] {100, 2}, 0);
        // A quarter of all is half of the first, three quarters are half of the second.
        assertEquals(0, two.quantile(0, 0.25), 1e-9);
        assertEquals(100, two.quantile(0, 0.75), 1e-9);
        double middle = two.quantile(0, 0.5);
        assertTrue(middle > 5 && middle < 95, "middle=" + middle);
    }

    @Test
    void countsAndWrongProbabilities_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new NormalMixtures(new Poisson(), 1));
        NormalMixtures one = new NormalMixtures(new GaussianFixedNoise(1), 1);
        one.add(new float[] {0}, 0);
        assertThrows(IllegalArgumentException.class, () -> one.quantile(0, 1));
        assertThrows(IllegalArgumentException.class, () -> one.add(new float[] {Float.NaN}, 0));
    }
}
