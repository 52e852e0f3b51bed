package io.elbo4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Laws of an {@link Estimator}, on a linear regression where the expected gradient is known in closed form. */
public abstract class EstimatorContract {

    private static final int KEYS = 4000;
    private static final double Z = 4.5;
    private static final int INPUTS = 5;
    private static final double NOISE_VARIANCE = 0.5;
    private static final LinearNetwork NETWORK =
            new LinearNetwork(INPUTS, true, new GaussianFixedNoise(NOISE_VARIANCE));

    /** The estimator with this number of draws. */
    protected abstract Estimator estimator(int samples);

    /** Mean over the coordinates of the variance of the gradient with respect to the means. */
    protected static double meanGradientVariance(Estimator estimator) {
        double sum = 0;
        double[][] moments = moments(estimator, posterior(1), batch(1), 500);
        for (int c = 0; c < INPUTS; c++) {
            sum += moments[1][1 + c] / INPUTS;
        }
        return sum;
    }

    @Test
    void gradient_isUnbiased() {
        Forall.seeds(3, seed -> {
            SparseGaussian q = posterior(seed);
            Batch batch = batch(seed);
            double[] exact = exact(q, batch);
            double[][] moments = moments(estimator(1), q, batch, KEYS);
            for (int c = 0; c < exact.length; c++) {
                double error = Math.sqrt(moments[1][c] / KEYS);
                double rounding = 1e-5 * (1 + Math.abs(exact[c]));
                assertEquals(
                        exact[c], moments[0][c], Z * error + rounding, "coordinate " + c + " of value and gradient");
            }
        });
    }

    @Test
    void gradient_ofMoreDraws_variesLess() {
        double one = meanGradientVariance(estimator(1));
        double four = meanGradientVariance(estimator(4));
        assertTrue(one / four > 3 && one / four < 5.3, "variance falls by " + one / four + " instead of 4");
    }

    @Test
    void gradient_isAFunctionOfItsKey() {
        Sums once = estimator(2).gradient(posterior(1), NETWORK, batch(1), Key.of(9));
        assertEquals(once, estimator(2).gradient(posterior(1), NETWORK, batch(1), Key.of(9)));
        assertNotEquals(once, estimator(2).gradient(posterior(1), NETWORK, batch(1), Key.of(10)));
    }

    @Test
    void gradient_hasTheShapeOfTheSupport_andIsZeroForThePointsSd() {
        SparseGaussian q = posterior(2);
        Sums sums = estimator(1).gradient(q, NETWORK, batch(2), Key.of(3));
        assertEquals(batch(2).rows(), sums.rows());
        assertEquals(
                List.of(q.active(), q.active()),
                sums.arrays().stream().map(a -> a.length).toList());
        assertEquals(0, sums.arrays().get(1)[q.active() - 1], 0);
    }

    @Test
    void gradient_withoutSpread_isThatOfTheLikelihood() {
        SparseGaussian q = posterior(4);
        float[] narrow = new float[q.active()];
        java.util.Arrays.fill(narrow, 1e-13f);
        SparseGaussian point = new SparseGaussian(q.dimension(), q.support(), q.mean(), narrow);
        Sums sums = estimator(1).gradient(point, NETWORK, batch(4), Key.of(3));
        float[] plain = NETWORK.valueGrad(q.meanTheta(), batch(4)).gradient();
        for (int k = 0; k < q.active(); k++) {
            assertEquals(plain[q.support()[k]], sums.arrays().get(0)[k], 1e-4);
        }
        assertEquals(NETWORK.valueGrad(q.meanTheta(), batch(4)).logLikSum(), sums.logLik(), 1e-5);
    }

    /** Support without input 2; the bias, last, is a point. */
    private static SparseGaussian posterior(long seed) {
        int[] support = {0, 1, 3, 4, 5};
        float[] mean = new float[support.length];
        float[] sd = new float[support.length];
        for (int k = 0; k < support.length; k++) {
            mean[k] = (float) Key.of(seed).fold(1).gaussian(k);
            sd[k] = (float) Math.exp(-1 + 0.4 * Key.of(seed).fold(2).gaussian(k));
        }
        sd[support.length - 1] = 0f;
        return new SparseGaussian(INPUTS + 1, support, mean, sd);
    }

    private static Batch batch(long seed) {
        int rows = 12;
        float[] features = new float[rows * INPUTS];
        float[] targets = new float[rows];
        Key.of(seed).fold(3).gaussians(features);
        Key.of(seed).fold(4).gaussians(targets);
        return new Batch(features, targets, INPUTS);
    }

    /** [log likelihood, mean gradient (A), log sd gradient (A)], expected under q. */
    private static double[] exact(SparseGaussian q, Batch batch) {
        int active = q.active();
        double[] exact = new double[1 + 2 * active];
        float[] theta = q.meanTheta();
        for (int r = 0; r < batch.rows(); r++) {
            double residual = batch.targets()[r] - theta[INPUTS];
            double spread = 0;
            for (int f = 0; f < INPUTS; f++) {
                residual -= (double) theta[f] * batch.features().dense()[r * INPUTS + f];
            }
            for (int k = 0; k < active; k++) {
                int f = q.support()[k];
                double x = f < INPUTS ? batch.features().dense()[r * INPUTS + f] : 1;
                double variance = Math.pow(q.sd()[k], 2);
                exact[1 + k] += residual * x / NOISE_VARIANCE;
                exact[1 + active + k] -= variance * x * x / NOISE_VARIANCE;
                spread += variance * x * x;
            }
            exact[0] -=
                    0.5 * (Math.log(2 * Math.PI * NOISE_VARIANCE) + (residual * residual + spread) / NOISE_VARIANCE);
        }
        return exact;
    }

    /** Mean and variance over keys of [log likelihood, mean gradient, log sd gradient]. */
    private static double[][] moments(Estimator estimator, SparseGaussian q, Batch batch, int keys) {
        double[][] moments = new double[2][1 + 2 * q.active()];
        for (int n = 0; n < keys; n++) {
            Sums sums = estimator.gradient(q, NETWORK, batch, Key.of(77).fold(n));
            for (int c = 0; c < moments[0].length; c++) {
                double value = c == 0
                        ? sums.logLik()
                        : c <= q.active()
                                ? sums.arrays().get(0)[c - 1]
                                : sums.arrays().get(1)[c - 1 - q.active()];
                double delta = value - moments[0][c];
                moments[0][c] += delta / (n + 1);
                moments[1][c] += (delta * (value - moments[0][c]) - moments[1][c]) / (n + 1);
            }
        }
        return moments;
    }
}
