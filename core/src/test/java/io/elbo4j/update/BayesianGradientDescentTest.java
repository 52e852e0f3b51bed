package io.elbo4j.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Sums;
import io.elbo4j.objective.Elbo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One weight with the loss ½H(θ − θ*)² of each row, and a bias with the same. */
class BayesianGradientDescentTest {

    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new ParameterBlock("weight", List.of(1), 0, Role.WEIGHT, 1, 1, 0f),
            new ParameterBlock("bias", List.of(1), 1, Role.POINT, 1, 1, 0f)));
    private static final Target TARGET = new Target(LAYOUT, GaussianPrior.isotropic(1), 50, new Elbo());
    private static final BayesianGradientDescent RULE = new BayesianGradientDescent(1, 0.04);

    /** E[∂ log p/∂θ] = −nH(μ − θ*), E[∂ log p/∂ log σ] = −nHσ². */
    private static SparseGaussian next(SparseGaussian q, double hessian, double optimum, int rows) {
        double[] mean = {-rows * hessian * (q.mean()[0] - optimum), -rows * hessian * (q.mean()[1] - optimum)};
        double[] logSd = {-rows * hessian * q.sd()[0] * q.sd()[0], 0};
        return RULE.next(RULE.initial(q, TARGET), Sums.of(rows, 0, mean, logSd), TARGET)
                .posterior();
    }

    private static SparseGaussian start(float sd) {
        return new SparseGaussian(2, new int[] {0, 1}, new float[] {0.3f, 0.3f}, new float[] {sd, 0});
    }

    /** The published table: √(1 + a²) − a with a = ½σ²H, beside the exact 1/√(1 + 2a). */
    @Test
    void sd_shrinksAsPublished() {
        for (double[] pair : new double[][] {{0.01, 0.9900}, {0.1, 0.9050}, {1, 0.4142}}) {
            double hessian = 2 * pair[0] / 0.09;
            assertEquals(pair[1], next(start(0.3f), hessian, 0, 1).sd()[0] / 0.3, 1e-4);
        }
    }

    @Test
    void smallSteps_addUpToTheExactPosterior() {
        SparseGaussian q = start(0.5f);
        int rows = 400;
        for (int row = 0; row < rows; row++) {
            q = next(q, 0.05, 2, 1);
        }
        double precision = 1 / 0.25 + rows * 0.05;
        assertEquals((0.3 / 0.25 + rows * 0.05 * 2) / precision, q.mean()[0], 0.01);
        assertEquals(1 / Math.sqrt(precision), q.sd()[0], 0.01 / Math.sqrt(precision));
        assertTrue(q.isPoint(1));
        // A point steps with the variance that it is given.
        assertEquals(
                0.3 + 0.04 * 3 * 0.05 * (2 - 0.3), next(start(0.5f), 0.05, 2, 3).mean()[1], 1e-6);
    }

    @Test
    void rate_outOfRange_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BayesianGradientDescent(0, 1));
    }
}
