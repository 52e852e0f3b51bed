package io.elbo4j.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.math.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

class GaussianSiteTest {

    private static final int D = 6;

    @Test
    void sites_areAVectorSpace() {
        Forall.seeds(20, seed -> {
            for (List<? extends GaussianSite> abc : List.of(
                    List.of(diagonal(seed, 0), diagonal(seed, 1), diagonal(seed, 2)),
                    List.of(full(seed, 0), full(seed, 1), full(seed, 2)))) {
                GaussianSite a = abc.get(0);
                GaussianSite b = abc.get(1);
                GaussianSite c = abc.get(2);
                double[] before = RandomSites.numbers(a).clone();
                assertEquals(a.plus(b), b.plus(a));
                close(a.plus(b).plus(c), a.plus(b.plus(c)));
                close(a, a.plus(b).minus(b));
                close(a.plus(b).times(2.5), a.times(2.5).plus(b.times(2.5)));
                assertEquals(a, a.plus(a.identity()));
                assertEquals(a, a.identity().plus(a));
                assertEquals(0, a.minus(a).norm(), 0);
                assertArrayEquals(before, RandomSites.numbers(a));
                double squares = 0;
                for (double number : before) {
                    squares += number * number;
                }
                assertEquals(Math.sqrt(squares), a.norm(), 1e-14);
            }
        });
    }

    @Test
    void plus_ofOtherSupports_isTheirUnion() {
        DiagonalSite left = new DiagonalSite(5, new int[] {0, 3}, new double[] {1, 2}, new double[] {3, -4});
        DiagonalSite right =
                new DiagonalSite(5, new int[] {1, 3, 4}, new double[] {10, 20, 30}, new double[] {1, 2, 3});
        DiagonalSite union =
                new DiagonalSite(5, new int[] {0, 1, 3, 4}, new double[] {1, 10, 22, 30}, new double[] {3, 1, -2, 3});
        assertEquals(union, left.plus(right));
        assertEquals(union, right.plus(left));
    }

    @Test
    void product_ofDensities_isTheDensityOfTheSum() {
        DiagonalGaussian a = new DiagonalGaussian(new double[] {0}, new double[] {1});
        DiagonalGaussian b = new DiagonalGaussian(new double[] {3}, new double[] {4});
        DiagonalGaussian product = DiagonalSite.of(a).plus(DiagonalSite.of(b)).posterior();
        assertEquals(0.6, product.mean()[0], 1e-15);
        assertEquals(0.8, product.variance()[0], 1e-15);
    }

    @Test
    void posterior_undoesOf_andAgreesWithElimination() {
        Forall.seeds(10, seed -> {
            LinearProblem problem = LinearProblem.scaled(seed, 20, D, 100);
            FullGaussian full = new FullGaussian(problem.mean(), problem.covariance());
            FullSite site = (FullSite) GaussianSite.of(full);
            relative(GaussJordan.of(full.covariance(), D).inverse(), site.precision(), 1e-9);
            relative(full.mean(), site.posterior().mean(), 1e-9);
            relative(full.covariance(), site.posterior().covariance(), 1e-9);
            DiagonalGaussian diagonal = new DiagonalGaussian(problem.mean(), problem.meanFieldVariance());
            DiagonalGaussian back = DiagonalSite.of(diagonal).posterior();
            relative(diagonal.mean(), back.mean(), 1e-15);
            relative(diagonal.variance(), back.variance(), 1e-15);
        });
    }

    @Test
    void posterior_withoutPositivePrecision_isRefused_andNamesTheParameter() {
        for (double bad : new double[] {0, -0.25, Double.NaN, Double.POSITIVE_INFINITY}) {
            DiagonalSite site = DiagonalSite.dense(new double[] {1, 1, 1}, new double[] {1, 2, bad});
            ImproperGaussianException error = assertThrows(ImproperGaussianException.class, site::posterior);
            assertEquals(2, error.parameter());
            assertEquals(bad, error.precision());
            assertTrue(String.valueOf(error.getMessage())
                    .startsWith("gaussian: precision not positive: parameter=2 precision=" + bad + ";"));
        }
        DiagonalSite noMean = DiagonalSite.dense(new double[] {1, Double.NaN}, new double[] {1, 1});
        assertEquals(
                1,
                assertThrows(ImproperGaussianException.class, noMean::posterior).parameter());
        DiagonalSite gap = new DiagonalSite(4, new int[] {0, 2, 3}, new double[3], new double[] {1, 1, 1});
        assertEquals(
                1, assertThrows(ImproperGaussianException.class, gap::posterior).parameter());
        DiagonalSite tail = new DiagonalSite(2, new int[] {0}, new double[1], new double[] {1});
        assertEquals(
                1,
                assertThrows(ImproperGaussianException.class, tail::requireProper)
                        .parameter());
    }

    @Test
    void posterior_ofAnIndefiniteMatrix_isRefused_andNamesItsWorstDirection() {
        // Eigenvalues 4 and −2 with vectors (1, 1)/√2 and (1, −1)/√2 on parameters 0 and 2; 5 on parameter 1.
        FullSite site = new FullSite(3, new double[3], new double[] {1, 0, 3, 0, 5, 0, 3, 0, 1});
        ImproperGaussianException error = assertThrows(ImproperGaussianException.class, site::posterior);
        assertEquals(-2, error.precision(), 1e-14);
        assertNotEquals(1, error.parameter());
        FullSite negative = new FullSite(2, new double[2], new double[] {4, 0, 0, -3});
        ImproperGaussianException second = assertThrows(ImproperGaussianException.class, negative::requireProper);
        assertEquals(1, second.parameter());
        assertEquals(-3, second.precision());
        FullSite notFinite = new FullSite(2, new double[2], new double[] {4, 0, 0, Double.NaN});
        assertEquals(
                1,
                assertThrows(ImproperGaussianException.class, notFinite::posterior)
                        .parameter());
    }

    @Test
    void isFinite_seesEveryNumber() {
        assertTrue(full(1, 0).isFinite());
        assertTrue(diagonal(1, 0).isFinite());
        assertFalse(new FullSite(1, new double[] {Double.NaN}, new double[1]).isFinite());
        assertFalse(new FullSite(1, new double[1], new double[] {Double.NEGATIVE_INFINITY}).isFinite());
        assertFalse(DiagonalSite.dense(new double[] {Double.NaN}, new double[1]).isFinite());
        assertFalse(DiagonalSite.dense(new double[1], new double[] {Double.NaN}).isFinite());
    }

    @Test
    void plus_ofOtherFamilyOrDimension_isAClearError() {
        for (GaussianSite[] pair : new GaussianSite[][] {
            {FullSite.identity(2), FullSite.identity(3)},
            {DiagonalSite.identity(2), DiagonalSite.identity(3)},
            {DiagonalSite.identity(2), FullSite.identity(2)},
            {FullSite.identity(2), DiagonalSite.identity(2)}
        }) {
            IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> pair[0].plus(pair[1]));
            String message = String.valueOf(error.getMessage());
            assertTrue(message.matches("site: (family|dimension) mismatch: left=\\S+ right=\\S+; .*"), message);
        }
    }

    @Test
    void of_badSizes_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new FullSite(2, new double[2], new double[] {1, 0.5, 0, 1}));
        assertThrows(IllegalArgumentException.class, () -> new FullSite(2, new double[2], new double[3]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DiagonalSite(2, new int[] {1, 0}, new double[2], new double[2]));
        assertThrows(
                IllegalArgumentException.class, () -> new DiagonalSite(2, new int[] {2}, new double[1], new double[1]));
        assertThrows(
                IllegalArgumentException.class, () -> new DiagonalSite(2, new int[] {0}, new double[2], new double[1]));
    }

    @Test
    void equality_isByValue() {
        assertEquals(full(1, 0), full(1, 0));
        assertEquals(full(1, 0).hashCode(), full(1, 0).hashCode());
        assertNotEquals(full(1, 0), full(1, 1));
        assertEquals(diagonal(1, 0), diagonal(1, 0));
        assertEquals(diagonal(1, 0).hashCode(), diagonal(1, 0).hashCode());
        assertNotEquals(diagonal(1, 0), diagonal(1, 1));
    }

    private static void close(GaussianSite expected, GaussianSite actual) {
        assertArrayEquals(RandomSites.numbers(expected), RandomSites.numbers(actual), 1e-14);
    }

    private static void relative(double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * (1 + Math.abs(expected[i])), "number " + i);
        }
    }

    private static DiagonalSite diagonal(long seed, int number) {
        return RandomSites.diagonal(Key.of(seed).fold(number), D);
    }

    private static FullSite full(long seed, int number) {
        return RandomSites.full(Key.of(seed).fold(number), D);
    }
}
