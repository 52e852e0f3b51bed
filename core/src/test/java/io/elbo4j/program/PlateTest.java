package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.data.Batch;
import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.Strategy;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

/** A global mean, one binary latent a row that shifts it, and noisy rows: y ~ N(mean + 2·b, 1). */
class PlateTest {

    private static final long SEED = 5;
    static final float[] Y = {0.3f, 1.9f, -0.4f, 2.2f, 0.1f, 3.0f, 1.2f, -1.0f};
    private static final float[] THETA = {0.2f, -0.5f, 0.3f, 0.4f};

    record Model() implements Program {

        @Override
        public void run(Trace trace) {
            SDVariable mean = trace.sample("mean", new Normal(trace.constant(0), trace.constant(1)));
            trace.rows(row -> {
                SDVariable b = row.sample("b", new Bernoulli(row.constant(-0.3)));
                SDVariable shifted = row.repeated(mean).add(b.mul(2));
                row.observe("y", new Normal(shifted, row.constant(0)), row.targets());
            });
        }
    }

    record Guide(Strategy global, Strategy local) implements Program {

        @Override
        public void run(Trace trace) {
            SDVariable mean = trace.parameter("mean", Initial.constant(THETA[0]), 1, 1);
            SDVariable logSd = trace.parameter("logSd", Initial.constant(THETA[1]), 1, 1);
            trace.sample("mean", new Normal(mean, logSd), global);
            trace.rows(row -> {
                SDVariable slope = row.parameter("slope", Initial.constant(THETA[2]), 1, 1);
                SDVariable bias = row.parameter("bias", Initial.constant(THETA[3]), 1, 1);
                row.sample("b", new Bernoulli(row.features().mul(slope).add(bias)), local);
            });
        }
    }

    private static Minibatch rows(long totalRows, int... numbers) {
        float[] x = new float[numbers.length];
        float[] y = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            x[i] = Y[numbers[i]] - 1;
            y[i] = Y[numbers[i]];
        }
        return new Minibatch(
                new Batch(x, y, 1), IntStream.of(numbers).asLongStream().toArray(), totalRows);
    }

    private static final Minibatch ALL = rows(8, 0, 1, 2, 3, 4, 5, 6, 7);

    private static Inference<Elbo> inference(Strategy global, Strategy local, int repetitions) {
        return new Inference<>(new Model(), new Guide(global, local), new Elbo(), repetitions);
    }

    /** Integrals over the normal in closed form, sums over each b by hand. */
    private static double elbo(double mean, double logSd, double slope, double bias) {
        double variance = Math.exp(2 * logSd);
        double priorVariance = Math.exp(2);
        double elbo = -0.5 * ((variance + mean * mean) / priorVariance - 1 - 2 * logSd + 2);
        for (float y : Y) {
            double q = 1 / (1 + Math.exp(-(slope * (y - 1) + bias)));
            double prior = 1 / (1 + Math.exp(0.3));
            double one = y - mean - 2;
            double zero = y - mean;
            elbo += -0.5 * Math.log(2 * Math.PI) - 0.5 * (variance + q * one * one + (1 - q) * zero * zero);
            elbo += q * Math.log(prior / q) + (1 - q) * Math.log((1 - prior) / (1 - q));
        }
        return elbo;
    }

    private static double[] gradient() {
        double[] gradient = new double[4];
        for (int i = 0; i < 4; i++) {
            double[] up = {THETA[0], THETA[1], THETA[2], THETA[3]};
            double[] down = up.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            gradient[i] = (elbo(up[0], up[1], up[2], up[3]) - elbo(down[0], down[1], down[2], down[3])) / 2e-5;
        }
        return gradient;
    }

    private static void unbiased(Strategy global, Strategy local, Minibatch[] minibatches) {
        Inference<Elbo> inference = inference(global, local, 200);
        int keys = minibatches.length == 1 ? 10 : 4;
        double exact = elbo(THETA[0], THETA[1], THETA[2], THETA[3]);
        double[] value = new double[minibatches.length];
        double[][] gradients = new double[minibatches.length][];
        double[] error = new double[4];
        double valueError = 0;
        for (int m = 0; m < minibatches.length; m++) {
            Estimates part = Estimates.of(inference, THETA, minibatches[m], keys, SEED + m);
            value[m] = part.value();
            gradients[m] = part.gradient();
            valueError = Math.hypot(valueError, part.valueError() / minibatches.length);
            for (int k = 0; k < 4; k++) {
                error[k] = Math.hypot(error[k], part.gradientError()[k] / minibatches.length);
            }
        }
        double[] mean = new double[4];
        for (double[] gradient : gradients) {
            for (int k = 0; k < 4; k++) {
                mean[k] += gradient[k] / minibatches.length;
            }
        }
        double meanValue = IntStream.range(0, value.length)
                .mapToDouble(m -> value[m])
                .average()
                .orElseThrow();
        new Estimates(meanValue, valueError, mean, error)
                .requireNear(global + " " + local + " seed=" + SEED, exact, gradient(), 3e-4);
    }

    @Test
    void gradients_ofGlobalAndLocalLatents_areUnbiased() {
        Minibatch[] whole = {ALL};
        unbiased(Strategy.REPARAMETERISED, Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT, whole);
        unbiased(Strategy.REPARAMETERISED, Strategy.ENUMERATION, whole);
        unbiased(Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT, Strategy.MEASURE_VALUED, whole);
        unbiased(Strategy.MEASURE_VALUED, Strategy.MEASURE_VALUED, whole);
    }

    @Test
    void gradients_ofMinibatches_areUnbiasedTogether() {
        Minibatch[] parts = {
            rows(8, 0, 1, 2),
            rows(8, 3, 4, 5),
            rows(8, 6, 7, 0),
            rows(8, 1, 2, 3),
            rows(8, 4, 5, 6),
            rows(8, 7, 0, 1),
            rows(8, 2, 3, 4),
            rows(8, 5, 6, 7)
        };
        unbiased(Strategy.REPARAMETERISED, Strategy.ENUMERATION, parts);
    }

    @Test
    void meanOfShards_isTheWhole_withTheSameNoise() {
        Inference<Elbo> inference = inference(Strategy.REPARAMETERISED, Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT, 3);
        Key key = Key.of(SEED);
        Estimate whole = inference.estimate(THETA, ALL, key);
        Estimate even = inference.estimate(THETA, rows(8, 0, 2, 4, 6), key);
        Estimate odd = inference.estimate(THETA, rows(8, 1, 3, 5, 7), key);
        assertEquals(whole.value(), 0.5 * (even.value() + odd.value()), 1e-5 * Math.abs(whole.value()));
        for (int k = 0; k < THETA.length; k++) {
            double mean = 0.5 * (even.gradient()[k] + odd.gradient()[k]);
            assertEquals(whole.gradient()[k], mean, 1e-5 * Math.max(1, Math.abs(mean)), "parameter " + k);
        }
    }

    @Test
    void estimates_areAFunctionOfTheirArguments() {
        Inference<Elbo> inference = inference(Strategy.REPARAMETERISED, Strategy.MEASURE_VALUED, 3);
        Estimate first = inference.estimate(THETA, ALL, Key.of(SEED));
        inference.estimate(THETA, ALL, Key.of(SEED + 1));
        Estimate again =
                inference(Strategy.REPARAMETERISED, Strategy.MEASURE_VALUED, 3).estimate(THETA, ALL, Key.of(SEED));
        assertEquals(first.value(), again.value(), 0);
        assertArrayEquals(first.gradient(), again.gradient(), 0);
    }
}
