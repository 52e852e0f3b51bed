package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.conjugate.LinearProblem;
import org.junit.jupiter.api.Test;

class PositiveDefiniteTest {

    @Test
    void answers_agreeWithElimination() {
        Forall.seeds(10, seed -> {
            int d = 1 + (int) (seed % 6);
            double[] matrix = LinearProblem.scaled(seed, 20, d, 100).precision();
            PositiveDefinite factorised = PositiveDefinite.of(matrix, d);
            GaussJordan expected = GaussJordan.of(matrix, d);
            assertEquals(expected.logDeterminant(), factorised.logDeterminant(), 1e-10);
            assertArrayEquals(expected.inverse(), factorised.inverse(), 1e-10);
            double[] factor = factorised.factor();
            double[] solved = factorised.solve(row(matrix, d));
            for (int i = 0; i < d; i++) {
                assertEquals(i == d - 1 ? 1 : 0, solved[i], 1e-10);
                for (int j = 0; j < d; j++) {
                    double product = 0;
                    for (int k = 0; k < d; k++) {
                        product += factor[i * d + k] * factor[j * d + k];
                    }
                    assertEquals(matrix[i * d + j], product, 1e-9);
                    assertEquals(factorised.inverse()[j * d + i], factorised.inverse()[i * d + j], 0);
                    assertTrue(j <= i || factor[i * d + j] == 0);
                }
            }
        });
    }

    @Test
    void of_matrixThatIsNotPositiveDefinite_isAClearError() {
        double[][] bad = {
            {1, 2, 2, 1},
            {1, 0.5, 0, 1},
            {0, 0, 0, 1},
            {-1, 0, 0, 1},
            {Double.NaN, 0, 0, 1},
            {1, Double.NaN, Double.NaN, 1}
        };
        for (double[] matrix : bad) {
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> PositiveDefinite.of(matrix, 2));
            assertTrue(String.valueOf(error.getMessage()).startsWith("cholesky: matrix not positive definite: size=2"));
        }
    }

    private static double[] row(double[] matrix, int size) {
        return java.util.Arrays.copyOfRange(matrix, size * (size - 1), size * size);
    }
}
