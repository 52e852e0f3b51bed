package io.elbo4j.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.contract.FamilyContract;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.math.Key;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SparseGaussianFamilyTest extends FamilyContract<SparseGaussian> {

    private static final SparseGaussianFamily FAMILY = SparseGaussianFamily.INSTANCE;

    @Override
    protected Family<SparseGaussian> family() {
        return FAMILY;
    }

    /** Five parameters: number 1 is inactive, number 4 a point. */
    @Override
    protected SparseGaussian posterior(long seed) {
        Key key = Key.of(seed);
        int[] support = {0, 2, 3, 4};
        float[] mean = new float[4];
        float[] sd = new float[4];
        for (int k = 0; k < 4; k++) {
            mean[k] = (float) key.fold(0).gaussian(k);
            sd[k] = (float) Math.exp(-0.5 + 0.5 * key.fold(1).gaussian(k));
        }
        sd[3] = 0f;
        return new SparseGaussian(5, support, mean, sd);
    }

    @Override
    protected double[] coordinates(SparseGaussian q) {
        double[] coordinates = new double[2 * q.active()];
        for (int k = 0; k < q.active(); k++) {
            coordinates[k] = q.mean()[k];
            coordinates[q.active() + k] = Math.log(q.sd()[k]);
        }
        return coordinates;
    }

    @Override
    protected SparseGaussian at(SparseGaussian like, double[] coordinates) {
        float[] mean = new float[like.active()];
        float[] sd = new float[like.active()];
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (float) coordinates[k];
            sd[k] = (float) Math.exp(coordinates[mean.length + k]);
        }
        return new SparseGaussian(like.dimension(), like.support(), mean, sd);
    }

    @Override
    protected double[] covariance(SparseGaussian q) {
        double[] covariance = new double[q.dimension() * q.dimension()];
        for (int k = 0; k < q.active(); k++) {
            covariance[q.support()[k] * (q.dimension() + 1)] = Math.pow(q.sd()[k], 2);
        }
        return covariance;
    }

    @Override
    protected double entropyNats(SparseGaussian q) {
        double entropy = 0;
        for (int k = 0; k < q.active(); k++) {
            entropy += q.isPoint(k) ? 0 : 0.5 * Math.log(2 * Math.PI * Math.E) + Math.log(q.sd()[k]);
        }
        return entropy;
    }

    @Test
    void draw_isExactlyZeroOutsideTheSupport_andExactAtPoints() {
        SparseGaussian q = posterior(3);
        for (int s = 0; s < 50; s++) {
            float[] theta = q.draw(Key.of(s));
            assertEquals(0f, theta[1]);
            assertEquals(q.mean()[3], theta[4]);
        }
        assertEquals(0f, q.meanTheta()[1]);
    }

    @Test
    void kl_equalsMonteCarlo() {
        Forall.seeds(3, seed -> {
            SparseGaussian q = withoutPoint(posterior(seed));
            GaussianPrior prior = prior(seed, -1);
            int draws = 40_000;
            double sum = 0;
            double squares = 0;
            for (int s = 0; s < draws; s++) {
                float[] theta = q.draw(Key.of(seed).fold(s));
                double ratio = FAMILY.logDensityNats(q, theta);
                for (int index : q.support()) {
                    ratio -= logNormal(theta[index], prior.mean(index), prior.precision(index));
                }
                sum += ratio / draws;
                squares += ratio * ratio / draws;
            }
            double error = Math.sqrt((squares - sum * sum) / draws);
            assertEquals(sum, FAMILY.klNats(q, prior), 4.5 * error);
        });
    }

    @Test
    void kl_ofABeliefToItself_isZero_andPositiveToAnother() {
        SparseGaussian q = withoutPoint(posterior(1));
        assertEquals(0, FAMILY.klNats(q, q.asPrior(GaussianPrior.isotropic(1))), 1e-6);
        assertTrue(FAMILY.klNats(q, prior(1, -1)) > 0);
    }

    @Test
    void kl_ofAPoint_isMinusTheLogPrior_andOfAFlatPriorNothing() {
        SparseGaussian q = posterior(2);
        GaussianPrior prior = prior(2, -1);
        double point = -logNormal(q.mean()[3], prior.mean(4), prior.precision(4));
        double others = FAMILY.klNats(withoutPoint(q), prior);
        assertEquals(others + point, FAMILY.klNats(q, prior), 1e-6);
        double third = FAMILY.klNats(q, prior) - FAMILY.klNats(q, prior(2, 3));
        SparseGaussian only = new SparseGaussian(5, new int[] {3}, new float[] {q.mean()[2]}, new float[] {q.sd()[2]});
        assertEquals(FAMILY.klNats(only, prior), third, 1e-6);
    }

    @Test
    void asPrior_keepsTheActive_andAsksElsewhereForTheRest() {
        SparseGaussian q = posterior(4);
        GaussianPrior next = q.asPrior(prior(4, -1));
        assertEquals(q.mean()[1], next.mean(2), 0);
        assertEquals(Math.pow(q.sd()[1], -2), next.precision(2), 1e-9);
        assertEquals(prior(4, -1).mean(1), next.mean(1), 0);
        assertEquals(prior(4, -1).precision(4), next.precision(4), 0);
    }

    @Test
    void position_isTheFirstNotBelow() {
        SparseGaussian q = posterior(1);
        assertEquals(0, q.position(0));
        assertEquals(1, q.position(1));
        assertEquals(1, q.position(2));
        assertEquals(4, q.position(5));
    }

    @Test
    void of_badSupport_isAnError() {
        float[] two = {0, 0};
        assertThrows(IllegalArgumentException.class, () -> new SparseGaussian(3, new int[] {1, 1}, two, two));
        assertThrows(IllegalArgumentException.class, () -> new SparseGaussian(3, new int[] {2, 1}, two, two));
        assertThrows(IllegalArgumentException.class, () -> new SparseGaussian(3, new int[] {-1, 1}, two, two));
        assertThrows(IllegalArgumentException.class, () -> new SparseGaussian(3, new int[] {1, 3}, two, two));
        assertThrows(IllegalArgumentException.class, () -> new SparseGaussian(3, new int[] {1}, two, two));
    }

    /** Means and precisions that differ by index; a flat prior at one of them. */
    private static GaussianPrior prior(long seed, int flat) {
        return new GaussianPrior() {
            @Override
            public double mean(int index) {
                return 0.3 * Key.of(seed).fold(9).gaussian(index);
            }

            @Override
            public double precision(int index) {
                return index == flat ? 0 : 0.5 + Key.of(seed).fold(10).uniform(index);
            }
        };
    }

    private static SparseGaussian withoutPoint(SparseGaussian q) {
        int active = q.active() - 1;
        return new SparseGaussian(
                q.dimension(),
                Arrays.copyOf(q.support(), active),
                Arrays.copyOf(q.mean(), active),
                Arrays.copyOf(q.sd(), active));
    }

    private static double logNormal(double x, double mean, double precision) {
        return -0.5 * (Math.log(2 * Math.PI / precision) + precision * (x - mean) * (x - mean));
    }
}
