package io.elbo4j.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.family.SparseGaussianFamily;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientUpdateTest {

    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new ParameterBlock("weight", List.of(2, 2), 0, Role.WEIGHT, 2, 2, 0f),
            new ParameterBlock("bias", List.of(2), 4, Role.POINT, 1, 1, 0f),
            new ParameterBlock("moment", List.of(1), 6, Role.STATISTIC, 1, 1, 1f)));

    /** Weight 1 is inactive. */
    private static final int[] SUPPORT = {0, 2, 3, 4, 5, 6};

    private static final GradientUpdate PLAIN = new GradientUpdate(new Sgd(0), new Schedule(1, 0, 1_000_000_000L));

    @Test
    void next_withoutData_descendsTheDivergence() {
        Target target = new Target(LAYOUT, GaussianPrior.isotropic(0.4), 50, new TemperedElbo(0.3));
        Forall.seeds(5, seed -> {
            SparseGaussian q = posterior(seed);
            int active = q.active();
            SparseGaussian next = PLAIN.next(
                            PLAIN.initial(q, target), Sums.of(10, 0, new double[active], new double[active]), target)
                    .posterior();
            for (int k = 0; k < active; k++) {
                double scale = 0.3 / 50;
                double bump = 1e-3;
                double toMean = -scale * (kl(q, k, bump, 0, target) - kl(q, k, -bump, 0, target)) / (2 * bump);
                assertEquals(toMean, next.mean()[k] - q.mean()[k], 1e-5, "mean " + k);
                if (!q.isPoint(k)) {
                    double toSd = -scale * (kl(q, k, 0, bump, target) - kl(q, k, 0, -bump, target)) / (2 * bump);
                    assertEquals(toSd, logRatio(next, q, k), 1e-5, "log sd " + k);
                }
            }
        });
    }

    @Test
    void next_addsTheMeanGradientOverRows() {
        Target target = new Target(LAYOUT, GaussianPrior.isotropic(1e30), 50, new Elbo());
        SparseGaussian q = posterior(1);
        double[] mean = {10, 20, 30, 40, 50, 60};
        double[] logSd = {1, 2, 3, 0, 0, 0};
        MeanFieldState next = PLAIN.next(PLAIN.initial(q, target), Sums.of(100, 0, mean, logSd), target);
        double[] expected = {0.1, 0.2, 0.3, 0.4, 0.5, 0.1 * 0.6};
        for (int k = 0; k < 6; k++) {
            assertEquals(expected[k], next.posterior().mean()[k] - q.mean()[k], 1e-6, "mean " + k);
        }
        for (int k = 0; k < 3; k++) {
            // The divergence of a flat prior still pulls log σ up by T/N.
            assertEquals(logSd[k] / 100 + 1.0 / 50, logRatio(next.posterior(), q, k), 1e-6);
        }
        assertEquals(0f, next.posterior().sd()[3]);
        assertEquals(1, next.step());
    }

    @Test
    void next_keepsTheSupport_andChangesNeitherArgument() {
        Target target = new Target(LAYOUT, GaussianPrior.isotropic(1), 50, new Elbo());
        GradientUpdate adam = new GradientUpdate(new Adam(0.9, 0.999, 1e-8), new Schedule(0.1, 0, 100));
        MeanFieldState state = adam.initial(posterior(1), target);
        assertEquals(4, state.slots().size());
        assertEquals(4, adam.newcomers().size());
        Sums gradient = Sums.of(5, 0, new double[] {1, 2, 3, 4, 5, 6}, new double[] {1, 2, 3, 0, 0, 0});
        MeanFieldState once = adam.next(state, gradient, target);
        assertEquals(adam.initial(posterior(1), target), state);
        assertEquals(once, adam.next(state, gradient, target));
        assertEquals(
                java.util.Arrays.toString(SUPPORT),
                java.util.Arrays.toString(once.posterior().support()));
        // Points and statistics keep no memory for a standard deviation.
        assertEquals(0f, once.slots().get(2)[4]);
    }

    @Test
    void of_slotsOfAnotherSize_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new MeanFieldState(posterior(1), List.of(new float[5]), 0));
        assertThrows(
                IllegalArgumentException.class, () -> new Target(LAYOUT, GaussianPrior.isotropic(1), 0, new Elbo()));
    }

    private static SparseGaussian posterior(long seed) {
        float[] mean = new float[SUPPORT.length];
        float[] sd = new float[SUPPORT.length];
        Key.of(seed).gaussians(mean);
        for (int k = 0; k < SUPPORT.length; k++) {
            sd[k] = k < 3 ? (float) Math.exp(-1 + 0.3 * Key.of(seed).fold(1).gaussian(k)) : 0f;
        }
        return new SparseGaussian(7, SUPPORT, mean, sd);
    }

    private static double logRatio(SparseGaussian after, SparseGaussian before, int k) {
        return Math.log((double) after.sd()[k] / before.sd()[k]);
    }

    /** The divergence with one coordinate moved, in single precision as the belief itself. */
    private static double kl(SparseGaussian q, int k, double mean, double logSd, Target target) {
        float[] means = q.mean().clone();
        float[] sds = q.sd().clone();
        means[k] += (float) mean;
        sds[k] *= (float) Math.exp(logSd);
        SparseGaussian moved = new SparseGaussian(q.dimension(), q.support(), means, sds);
        return SparseGaussianFamily.INSTANCE.klNats(moved, target.fullPrior());
    }
}
