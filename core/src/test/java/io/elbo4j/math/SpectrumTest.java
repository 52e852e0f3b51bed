package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.conjugate.LinearProblem;
import org.junit.jupiter.api.Test;

class SpectrumTest {

    @Test
    void mapped_ofTheIdentityAndTheReciprocal_agreesWithElimination() {
        Forall.seeds(10, seed -> {
            int d = 1 + (int) (seed % 6);
            double[] matrix = LinearProblem.scaled(seed, 20, d, 100).precision();
            Spectrum spectrum = Spectrum.of(matrix, d);
            assertArrayEquals(matrix, spectrum.mapped(value -> value), 1e-11);
            assertArrayEquals(GaussJordan.of(matrix, d).inverse(), spectrum.mapped(value -> 1 / value), 1e-11);
            double[] root = spectrum.mapped(Math::sqrt);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    double product = 0;
                    for (int k = 0; k < d; k++) {
                        product += root[i * d + k] * root[k * d + j];
                    }
                    assertEquals(matrix[i * d + j], product, 1e-11);
                    assertEquals(root[j * d + i], root[i * d + j], 0);
                }
            }
        });
    }

    @Test
    void least_isTheSmallestEigenvalue_withItsCoordinate() {
        Spectrum spectrum = Spectrum.of(new double[] {2, 0, 0, 0, -7, 0, 0, 0, 1}, 3);
        assertEquals(-7, spectrum.least());
        assertEquals(1, spectrum.coordinateOfLeast());
    }

    @Test
    void of_aMatrixThatIsNotFinite_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> Spectrum.of(new double[] {1, 0, Double.NaN, 1}, 2));
    }
}
