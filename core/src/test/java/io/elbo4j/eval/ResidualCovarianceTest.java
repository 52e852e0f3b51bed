package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import io.elbo4j.models.collapse.GaussianRows;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidualCovarianceTest {

    private static final double[] EIGENVALUES = {4, 2.5, 0.3};

    @Test
    void eigenvalues_ofRowsOfKnownCovariance_areThose() {
        List<Double> found = ResidualCovariance.eigenvalues(GaussianRows.of(EIGENVALUES, 50, Key.of(1)), 0, 3);
        for (int i = 0; i < 3; i++) {
            assertEquals(EIGENVALUES[i], found.get(i), 1e-5);
        }
    }

    @Test
    void eigenvalues_givenACondition_areWhatItLeaves() {
        Batch rows = GaussianRows.conditioned(EIGENVALUES, 0.6, 50, Key.of(2));
        List<Double> found = ResidualCovariance.eigenvalues(rows, 3, 6);
        for (int i = 0; i < 3; i++) {
            assertEquals(EIGENVALUES[i] * 0.64, found.get(i), 1e-5);
        }
    }

    @Test
    void condition_withAColumnTwice_explainsAsMuchAsWithIt() {
        Batch rows = GaussianRows.conditioned(new double[] {2, 1}, 0.8, 30, Key.of(3));
        float[] numbers = rows.features().dense();
        float[] wider = new float[30 * 6];
        for (int r = 0; r < 30; r++) {
            wider[r * 6] = numbers[r * 4];
            // A column that never changes.
            wider[r * 6 + 1] = 7;
            System.arraycopy(numbers, r * 4, wider, r * 6 + 2, 4);
        }
        List<Double> expected = ResidualCovariance.eigenvalues(rows, 2, 4);
        List<Double> found = ResidualCovariance.eigenvalues(new Batch(wider, new float[30], 6), 4, 6);
        assertEquals(expected.get(0), found.get(0), 1e-5);
        assertEquals(expected.get(1), found.get(1), 1e-5);
    }

    @Test
    void rows_withoutAnOutput_areAnError() {
        Batch rows = GaussianRows.of(EIGENVALUES, 5, Key.of(1));
        assertThrows(IllegalArgumentException.class, () -> ResidualCovariance.eigenvalues(rows, 3, 3));
    }
}
