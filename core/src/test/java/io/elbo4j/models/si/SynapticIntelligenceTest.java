package io.elbo4j.models.si;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.Network;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.nn.Networks;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SynapticIntelligenceTest {

    private static final Network NETWORK =
            Networks.of("kernel", List.of("dense 5", "tanh"), true, "", List.of(4), new Categorical(3));
    private static final int ROWS = 60;
    private static final Target TARGET = new Target(NETWORK.layout(), GaussianPrior.isotropic(1e6), ROWS, new Elbo());

    private static Batch rows(Key key) {
        float[] x = new float[4 * ROWS];
        key.gaussians(x);
        float[] y = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            y[i] = x[4 * i] > 0 ? (x[4 * i + 1] > 0 ? 2 : 1) : 0;
        }
        return new Batch(x, y, 4);
    }

    private static SparseGaussian start(Key key) {
        int dimension = NETWORK.layout().dimension();
        float[] mean = new float[dimension];
        key.gaussians(mean);
        return new SparseGaussian(dimension, IntStream.range(0, dimension).toArray(), mean, new float[dimension]);
    }

    private static MeanFieldState trained(MeanFieldUpdate rule, int steps) {
        MeanFieldState state = rule.initial(start(Key.of(5)), TARGET);
        Batch rows = rows(Key.of(6));
        for (int step = 0; step < steps; step++) {
            ValueGrad at = NETWORK.valueGrad(state.posterior().mean(), rows);
            double[] gradient = new double[at.gradient().length];
            for (int k = 0; k < gradient.length; k++) {
                gradient[k] = at.gradient()[k];
            }
            state = rule.next(state, Sums.of(ROWS, at.logLikSum(), gradient, new double[gradient.length]), TARGET);
        }
        return state;
    }

    /** Along small steps the contributions of all parameters add up to what the log likelihood gained. */
    @Test
    void contributions_addUpToTheGain() {
        PathIntegral rule = new PathIntegral(new GradientUpdate(new Sgd(0), new Schedule(0.02, 0, 1_000_000)));
        MeanFieldState end = trained(rule, 800);
        Batch rows = rows(Key.of(6));
        double gain = (NETWORK.valueGrad(end.posterior().mean(), rows).logLikSum()
                        - NETWORK.valueGrad(start(Key.of(5)).mean(), rows).logLikSum())
                / ROWS;
        double sum = 0;
        for (float each : PathIntegral.contribution(end)) {
            sum += each;
        }
        assertTrue(gain > 0.3, "gain " + gain);
        assertEquals(gain, sum, 0.02 * gain);
    }

    @Test
    void rule_movesAsItWouldAlone() {
        GradientUpdate adam = new GradientUpdate(new Adam(0.9, 0.999, 1e-8), new Schedule(0.01, 0, 1_000_000));
        assertEquals(
                trained(adam, 30).posterior(),
                trained(new PathIntegral(adam), 30).posterior());
    }

    @Test
    void precision_isThatOfThePenalty() {
        PathIntegral rule = new PathIntegral(new GradientUpdate(new Sgd(0), new Schedule(0.02, 0, 1_000_000)));
        MeanFieldState end = trained(rule, 50);
        SparseGaussian start = start(Key.of(5));
        double c = 0.5;
        double xi = 0.1;
        SparseGaussian held = new SynapticIntelligence(c, 1, xi, 1e-6).consolidated(start, end, TARGET);
        assertArrayEquals(end.posterior().mean(), held.mean());
        float[] contribution = PathIntegral.contribution(end);
        for (int k = 0; k < held.active(); k++) {
            double way = end.posterior().mean()[k] - start.mean()[k];
            double precision = 2 * c * ROWS * Math.max(0, contribution[k]) / (way * way + xi);
            assertEquals(precision, 1 / Math.pow(held.sd()[k], 2), 1e-4 * precision + 2e-6, "parameter " + k);
        }
    }
}
