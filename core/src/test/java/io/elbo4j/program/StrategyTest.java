package io.elbo4j.program;

import static io.elbo4j.program.distribution.Strategy.ENUMERATION;
import static io.elbo4j.program.distribution.Strategy.GUMBEL_SOFTMAX;
import static io.elbo4j.program.distribution.Strategy.MEASURE_VALUED;
import static io.elbo4j.program.distribution.Strategy.SCORE_FUNCTION;
import static io.elbo4j.program.distribution.Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT;
import static io.elbo4j.program.distribution.Strategy.SCORE_FUNCTION_RUNNING_MEAN;
import static io.elbo4j.program.distribution.Strategy.STRAIGHT_THROUGH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.Strategy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StrategyTest {

    private static final long SEED = 7;
    private static final int REPETITIONS = 800;
    private static final int KEYS = 12;
    private static final double[] EXACT = ThreeBernoullis.gradient(0.3, -0.2, 0.1);
    private static final double ELBO = ThreeBernoullis.elbo(0.3, -0.2, 0.1);

    private static Estimates estimates(Strategy first, Strategy second, Strategy third) {
        ThreeBernoullis.Guide guide = new ThreeBernoullis.Guide(first, second, third);
        boolean random = first != ENUMERATION || second != ENUMERATION || third != ENUMERATION;
        Inference<?> inference = ThreeBernoullis.inference(guide, random ? REPETITIONS : 1);
        float[] theta = Arrays.copyOf(
                new float[] {0.3f, -0.2f, 0.1f},
                inference.layout(Minibatch.NONE).dimension());
        Estimates estimates = Estimates.of(inference, theta, Minibatch.NONE, KEYS, SEED);
        if (first != STRAIGHT_THROUGH && first != GUMBEL_SOFTMAX) {
            estimates.requireNear(guide + " seed=" + SEED, ELBO, EXACT, 2e-5);
        }
        return estimates;
    }

    private static Estimates estimates(Strategy all) {
        return estimates(all, all, all);
    }

    @Test
    void enumeration_isExact() {
        assertTrue(estimates(ENUMERATION).variance() < 1e-13);
    }

    @Test
    void strategies_areUnbiased_andOrderedByVariance() {
        double plain = estimates(SCORE_FUNCTION).variance();
        double leaveOneOut = estimates(SCORE_FUNCTION_LEAVE_ONE_OUT).variance();
        double measureValued = estimates(MEASURE_VALUED).variance();
        assertTrue(measureValued > 1e-10, "measure-valued " + measureValued);
        assertTrue(
                measureValued <= leaveOneOut && leaveOneOut <= plain,
                "variances: " + measureValued + " " + leaveOneOut + " " + plain);
    }

    @Test
    void measureValuedNormal_variesLessThanScoreFunctions() {
        OneLatent latent = new OneLatent(
                p -> new Normal(p.get(0), p.get(1)), (trace, z) -> z.mul(z), new double[] {0.4}, new double[] {-0.3});
        Strategy[] strategies = {MEASURE_VALUED, SCORE_FUNCTION_LEAVE_ONE_OUT, SCORE_FUNCTION};
        double[] variance = new double[3];
        for (int i = 0; i < 3; i++) {
            Inference<?> inference = latent.inference(strategies[i], 200);
            variance[i] = Estimates.of(inference, new float[] {0.4f, -0.3f}, Minibatch.NONE, KEYS, SEED)
                    .variance();
        }
        assertTrue(variance[0] < variance[1] && variance[1] < variance[2], Arrays.toString(variance));
        assertTrue(variance[0] > 0, "it is random");
    }

    @Test
    void runningMeans_areFollowed() {
        // At baselines of 0 it is the plain score function, and the parameters' gradient says where they should go.
        Estimates estimates = estimates(SCORE_FUNCTION_RUNNING_MEAN);
        assertEquals(6, estimates.gradient().length);
        assertEquals(ELBO, estimates.gradient()[3], 0.05, "all terms are downstream of the first latent");
    }

    @Test
    void strategies_mix() {
        estimates(ENUMERATION, SCORE_FUNCTION_LEAVE_ONE_OUT, MEASURE_VALUED);
        estimates(SCORE_FUNCTION_LEAVE_ONE_OUT, ENUMERATION, SCORE_FUNCTION);
        estimates(MEASURE_VALUED, SCORE_FUNCTION, MEASURE_VALUED);
    }

    @Test
    void relaxations_areBiasedButPointUphill() {
        for (Strategy strategy : new Strategy[] {STRAIGHT_THROUGH, GUMBEL_SOFTMAX}) {
            Estimates estimates = estimates(strategy);
            // Values are drawn as the guide says, so that the objective is right.
            assertEquals(ELBO, estimates.value(), 4 * estimates.valueError() + 1e-4, strategy + " seed=" + SEED);
            double inner = 0;
            double bias = 0;
            for (int k = 0; k < 3; k++) {
                inner += estimates.gradient()[k] * EXACT[k];
                bias = Math.max(
                        bias,
                        Math.abs(estimates.gradient()[k] - EXACT[k]) / estimates.gradientError()[k]);
            }
            assertTrue(inner > 0, strategy + " inner product " + inner);
            assertTrue(bias > 6, strategy + " standard errors " + bias);
        }
    }
}
