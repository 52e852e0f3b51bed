package io.elbo4j.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosteriorPriorTest {

    private static final double ROWS = 20;
    private static final double POINT = 7;

    @ParameterizedTest
    @CsvSource({"1, 1", "64, 64", "64, 1", "65, 3", "200, 100", "1000, 37", "1000, 1000"})
    void answers_areThoseOfTheEarlierBelief_andElsewhereThoseOfThePriorBefore(int dimension, int active) {
        Key key = Key.of(dimension * 31L + active);
        int[] support = Arrays.copyOf(key.permutation(dimension), active);
        Arrays.sort(support);
        float[] mean = new float[active];
        float[] sd = new float[active];
        for (int k = 0; k < active; k++) {
            mean[k] = (float) key.fold(1).gaussian(k);
            sd[k] = k % 5 == 4 ? 0 : (float) Math.exp(key.fold(2).gaussian(k));
        }
        GaussianPrior before = GaussianPrior.isotropic(0.5);
        PosteriorPrior prior =
                new PosteriorPrior(new SparseGaussian(dimension, support, mean, sd), before, ROWS, POINT);
        int k = 0;
        for (int index = 0; index < dimension; index++) {
            boolean there = k < active && support[k] == index;
            assertEquals(there ? mean[k] : 0, prior.mean(index), "index=" + index);
            double precision = there && sd[k] > 0 ? 1 / ((double) sd[k] * sd[k]) : 2;
            assertEquals(precision, prior.precision(index), "index=" + index);
            double point = there && sd[k] > 0 ? precision : ROWS * POINT;
            assertEquals(there ? point : 0, prior.pointPrecision(index), "index=" + index);
            assertEquals(Math.max(0, precision - 2) / ROWS, prior.hessianPerRow(index), "index=" + index);
            assertEquals(1, prior.pace(index));
            k += there ? 1 : 0;
        }
    }

    @Test
    void sharpening_countsWhatEarlierRowsAddedToTheMeansAlone() {
        SparseGaussian earlier =
                new SparseGaussian(4, new int[] {0, 1, 2}, new float[] {1, 1, 1}, new float[] {0.1f, 1, 0});
        PosteriorPrior prior = new PosteriorPrior(earlier, GaussianPrior.isotropic(0.5), ROWS, POINT, 10);
        double precision = prior.precision(0);
        assertEquals(1 / (0.1f * (double) 0.1f), precision, 1e-9);
        assertEquals(2 + 10 * (precision - 2), prior.meanPrecision(0, precision), 1e-9);
        // Wider than the prior: earlier rows added nothing.
        assertEquals(2, prior.meanPrecision(1, prior.precision(1)), 1e-9);
        assertEquals(10 * ROWS * POINT, prior.meanPrecision(2, prior.pointPrecision(2)), 1e-9);
        assertEquals(2, prior.meanPrecision(3, prior.precision(3)), 1e-9);
        PosteriorPrior plain = new PosteriorPrior(earlier, GaussianPrior.isotropic(0.5), ROWS, POINT);
        assertEquals(precision, plain.meanPrecision(0, precision), 0);
    }
}
