package io.elbo4j.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosteriorPriorTest {

    private static final double ROWS = 20;
    private static final double POINT = 7;
    private static final ParameterLayout NO_LAYERS = new ParameterLayout(List.of());

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
                new PosteriorPrior(new SparseGaussian(dimension, support, mean, sd), before, NO_LAYERS, ROWS, POINT);
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
        PosteriorPrior prior = new PosteriorPrior(earlier, GaussianPrior.isotropic(0.5), NO_LAYERS, ROWS, POINT, 10);
        double precision = prior.precision(0);
        assertEquals(1 / (0.1f * (double) 0.1f), precision, 1e-9);
        assertEquals(2 + 10 * (precision - 2), prior.meanPrecision(0, precision), 1e-9);
        // Wider than the prior: earlier rows added nothing.
        assertEquals(2, prior.meanPrecision(1, prior.precision(1)), 1e-9);
        assertEquals(10 * ROWS * POINT, prior.meanPrecision(2, prior.pointPrecision(2)), 1e-9);
        assertEquals(2, prior.meanPrecision(3, prior.precision(3)), 1e-9);
        PosteriorPrior plain = new PosteriorPrior(earlier, GaussianPrior.isotropic(0.5), NO_LAYERS, ROWS, POINT);
        assertEquals(precision, plain.meanPrecision(0, precision), 0);
    }

    /** Evidence r_j c_i on three weights of a row and column each, the others absent: their precisions are found again. */
    @Test
    void absentWeights_haveThePrecisionOfTheirUnitAndInput() {
        double[] row = {1, 10, 100, 0.5};
        double[] column = {3, 30, 0.3, 300, 2};
        ParameterLayout layout = new ParameterLayout(List.of(
                new ParameterBlock("bias", List.of(4), 0, Role.POINT, 1, 1, 0),
                new ParameterBlock("weight", List.of(4, 5), 4, Role.WEIGHT, 5, 4, 0)));
        int[] support =
                IntStream.range(0, 24).filter(i -> i < 4 || (i - 4) % 3 != 1).toArray();
        float[] sd = new float[support.length];
        for (int k = 4; k < sd.length; k++) {
            int within = support[k] - 4;
            sd[k] = (float) (1 / Math.sqrt(2 + row[within / 5] * column[within % 5]));
        }
        SparseGaussian earlier = new SparseGaussian(24, support, new float[support.length], sd);
        PosteriorPrior prior = new PosteriorPrior(earlier, GaussianPrior.isotropic(0.5), layout, ROWS, POINT);
        for (int within = 0; within < 20; within++) {
            double expected = 2 + row[within / 5] * column[within % 5];
            assertEquals(expected, prior.precision(4 + within), 0.01 * expected, "weight=" + within);
            assertEquals((expected - 2) / ROWS, prior.hessianPerRow(4 + within), 0.01 * expected);
            assertEquals(0, prior.mean(4 + within));
        }
        assertEquals(ROWS * POINT, prior.pointPrecision(0));
    }

    /** Nothing is known of a line without active weights but the mean of the others; a layer without any has its old prior. */
    @Test
    void absentWeights_ofUnknownLinesTakeTheMeanOfTheOthers() {
        ParameterLayout layout = new ParameterLayout(List.of(
                new ParameterBlock("first", List.of(2, 2), 0, Role.WEIGHT, 2, 2, 0),
                new ParameterBlock("second", List.of(2, 2), 4, Role.WEIGHT, 2, 2, 0)));
        float sd = (float) (1 / Math.sqrt(8));
        SparseGaussian earlier = new SparseGaussian(8, new int[] {0, 2}, new float[2], new float[] {sd, sd});
        PosteriorPrior prior = new PosteriorPrior(earlier, GaussianPrior.isotropic(0.5), layout, ROWS, POINT);
        assertEquals(8, prior.precision(1), 1e-5);
        assertEquals(2, prior.precision(4));
    }
}
