package io.elbo4j.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.contract.FamilyContract;
import io.elbo4j.math.Key;
import io.elbo4j.math.PositiveDefinite;
import org.junit.jupiter.api.Test;

class FullGaussianFamilyTest extends FamilyContract<FullGaussian> {

    private static final int D = 3;

    @Override
    protected Family<FullGaussian> family() {
        return FullGaussianFamily.INSTANCE;
    }

    @Override
    protected FullGaussian posterior(long seed) {
        double[] coordinates = new double[D + D * (D + 1) / 2];
        for (int c = 0; c < coordinates.length; c++) {
            coordinates[c] = Key.of(seed).gaussian(c);
        }
        int at = D;
        for (int i = 0; i < D; i++) {
            at += i;
            coordinates[at] = 0.7 + Math.abs(coordinates[at]);
            at++;
        }
        return at(new FullGaussian(new double[D], new double[D * D]), coordinates);
    }

    @Override
    protected double[] coordinates(FullGaussian q) {
        double[] factor = PositiveDefinite.of(q.covariance(), D).factor();
        double[] coordinates = new double[D + D * (D + 1) / 2];
        int at = D;
        for (int i = 0; i < D; i++) {
            coordinates[i] = q.mean()[i];
            for (int j = 0; j <= i; j++) {
                coordinates[at++] = factor[i * D + j];
            }
        }
        return coordinates;
    }

    @Override
    protected FullGaussian at(FullGaussian like, double[] coordinates) {
        double[] mean = java.util.Arrays.copyOf(coordinates, D);
        double[] factor = new double[D * D];
        int at = D;
        for (int i = 0; i < D; i++) {
            for (int j = 0; j <= i; j++) {
                factor[i * D + j] = coordinates[at++];
            }
        }
        double[] covariance = new double[D * D];
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                for (int k = 0; k < D; k++) {
                    covariance[i * D + j] += factor[i * D + k] * factor[j * D + k];
                }
            }
        }
        return new FullGaussian(mean, covariance);
    }

    @Override
    protected double[] covariance(FullGaussian q) {
        return q.covariance();
    }

    @Override
    protected double entropyNats(FullGaussian q) {
        double logDeterminant = GaussJordan.of(q.covariance(), D).logDeterminant();
        return 0.5 * (D * Math.log(2 * Math.PI * Math.E) + logDeterminant);
    }

    @Test
    void logDensity_equalsTheFormulaWithTheInverse() {
        Forall.seeds(5, seed -> {
            FullGaussian q = posterior(seed);
            float[] theta = {0.5f, -1f, 2f};
            GaussJordan solved = GaussJordan.of(q.covariance(), D);
            double quadratic = 0;
            for (int i = 0; i < D; i++) {
                for (int j = 0; j < D; j++) {
                    quadratic += (theta[i] - q.mean()[i]) * solved.inverse()[i * D + j] * (theta[j] - q.mean()[j]);
                }
            }
            double expected = -0.5 * (D * Math.log(2 * Math.PI) + solved.logDeterminant() + quadratic);
            assertEquals(expected, family().logDensityNats(q, theta), 1e-9 * (1 + Math.abs(expected)));
        });
    }

    @Test
    void sd_isTheRootOfTheDiagonal() {
        FullGaussian q = new FullGaussian(new double[2], new double[] {4, 1, 1, 9});
        assertEquals(2, q.sd(0));
        assertEquals(3, q.sd(1));
    }

    @Test
    void of_badSizes_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new FullGaussian(new double[2], new double[3]));
        assertThrows(IllegalArgumentException.class, () -> new DiagonalGaussian(new double[2], new double[3]));
    }
}
