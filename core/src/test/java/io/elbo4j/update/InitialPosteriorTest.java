package io.elbo4j.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialPosteriorTest {

    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new ParameterBlock("first.weight", List.of(50, 40), 0, Role.WEIGHT, 40, 50, 0f),
            new ParameterBlock("first.bias", List.of(50), 2000, Role.POINT, 1, 1, 0.25f),
            new ParameterBlock("second.weight", List.of(10, 50), 2050, Role.WEIGHT, 50, 10, 0f),
            new ParameterBlock("moment", List.of(2), 2550, Role.STATISTIC, 1, 1, 1f)));

    @Test
    void dense_hasHesSpread() {
        SparseGaussian q = new InitialPosterior(1, 0.01).dense(LAYOUT, Key.of(1));
        assertEquals(2552, q.active());
        double square = 0;
        for (int k = 0; k < 2000; k++) {
            square += q.mean()[k] * q.mean()[k] / 2000;
            assertEquals(0.01, q.sd()[k], 1e-6);
        }
        assertEquals(2.0 / 40, square, 4.5 * 2.0 / 40 * Math.sqrt(2.0 / 2000));
        assertEquals(0.25f, q.mean()[2010]);
        assertTrue(q.isPoint(2010));
        assertEquals(1f, q.mean()[2551]);
        assertTrue(q.isPoint(2551));
    }

    @Test
    void sparse_hasTheAskedSizes_andTheSpreadOfItsRealInputs() {
        Forall.seeds(5, seed -> {
            SparseGaussian q = new InitialPosterior(1, 0.01).sparse(LAYOUT, new int[] {500, 7}, Key.of(seed));
            assertEquals(500, q.position(2000));
            assertEquals(50, q.position(2050) - q.position(2000));
            assertEquals(7, q.position(2550) - q.position(2050));
            double square = 0;
            for (int k = 0; k < 500; k++) {
                square += q.mean()[k] * q.mean()[k] / 500;
            }
            // A quarter of the weights: each output has 10 inputs on average.
            assertEquals(2.0 / 10, square, 4.5 * 2.0 / 10 * Math.sqrt(2.0 / 500));
        });
    }

    @Test
    void supports_areUniform() {
        int[] counts = new int[2000];
        int draws = 400;
        for (int seed = 0; seed < draws; seed++) {
            SparseGaussian q = new InitialPosterior(1, 0.01).sparse(LAYOUT, new int[] {500, 7}, Key.of(seed));
            for (int k = 0; k < 500; k++) {
                counts[q.support()[k]]++;
            }
        }
        double error = Math.sqrt(draws * 0.25 * 0.75);
        for (int count : counts) {
            assertEquals(draws * 0.25, count, 5.5 * error);
        }
    }

    @Test
    void start_isAFunctionOfItsKey() {
        InitialPosterior start = new InitialPosterior(1, 0.01);
        assertEquals(start.dense(LAYOUT, Key.of(1)), start.dense(LAYOUT, Key.of(1)));
        assertNotEquals(start.dense(LAYOUT, Key.of(1)), start.dense(LAYOUT, Key.of(2)));
    }

    @Test
    void withoutSpread_allAreAtTheirMeans() {
        SparseGaussian q = new InitialPosterior(1, 0).dense(LAYOUT, Key.of(1));
        assertTrue(q.isPoint(0));
        assertArrayEquals(q.meanTheta(), q.draw(Key.of(4)));
    }

    @Test
    void of_badSettings_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new InitialPosterior(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new InitialPosterior(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new InitialPosterior(Double.POSITIVE_INFINITY, 1));
    }
}
