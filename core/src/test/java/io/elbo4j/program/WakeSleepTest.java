package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.math.Key;
import io.elbo4j.objective.PerRow;
import io.elbo4j.objective.WakeSleep;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.Strategy;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

/** z and y are 0 or 1 in each row: p(z = 1) = σ(c), p(y = 1) = σ(d·z − ½), q(z = 1) = σ(a·y + b). All gradients are sums over few states. */
class WakeSleepTest {

    private static final long SEED = 13;
    private static final float[] Y = {1, 0, 1, 1};
    /** a, b of the guide; c, d of the model. */
    private static final float[] THETA = {0.6f, -0.3f, 0.4f, 1.2f};

    private static final Program MODEL = trace -> trace.rows(row -> {
        SDVariable c = row.parameter("c", Initial.constant(THETA[2]), 1, 1);
        SDVariable d = row.parameter("d", Initial.constant(THETA[3]), 1, 1);
        SDVariable z = row.sample("z", new Bernoulli(row.constant(0).add(c)));
        row.observe("y", new Bernoulli(z.mul(d).sub(0.5)), row.targets());
    });

    private static Program guide(Strategy strategy) {
        return trace -> trace.rows(row -> {
            SDVariable a = row.parameter("a", Initial.constant(THETA[0]), 1, 1);
            SDVariable b = row.parameter("b", Initial.constant(THETA[1]), 1, 1);
            row.sample("z", new Bernoulli(row.targets().mul(a).add(b)), strategy);
        });
    }

    private static final Program GUIDE = guide(Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT);

    private static Inference<PerRow> inference(double wake, double sleep, int particles, int repetitions) {
        return new Inference<>(MODEL, GUIDE, new PerRow(new WakeSleep(wake, sleep)), particles, repetitions);
    }

    private static final Minibatch ALL = TargetRows.of(Y, 0, 1, 2, 3);

    private static double log(double value, double logit) {
        return value * logit - Math.log1p(Math.exp(logit));
    }

    private static double logModel(double y, double z, double[] p) {
        return log(z, p[2]) + log(y, p[3] * z - 0.5);
    }

    private static double logGuide(double y, double z, double[] p) {
        return log(z, p[0] * y + p[1]);
    }

    /** ∂ log q(z given y) / ∂ (a, b), added with a factor. */
    private static void addScore(double[] gradient, double factor, double y, double z) {
        double error = z - 1 / (1 + Math.exp(-(THETA[0] * y + THETA[1])));
        gradient[0] += factor * error * y;
        gradient[1] += factor * error;
    }

    private static double[] theta() {
        return IntStream.range(0, 4).mapToDouble(i -> THETA[i]).toArray();
    }

    /** E log (w₁ + w₂)/2 over draws of the guide as it is, of a model with other parameters. */
    private static double boundOfTwo(double[] p) {
        double bound = 0;
        for (float y : Y) {
            for (int state = 0; state < 4; state++) {
                double q1 = logGuide(y, state & 1, theta());
                double q2 = logGuide(y, state >> 1, theta());
                double w1 = Math.exp(logModel(y, state & 1, p) - q1);
                double w2 = Math.exp(logModel(y, state >> 1, p) - q2);
                bound += Math.exp(q1 + q2) * Math.log(0.5 * (w1 + w2));
            }
        }
        return bound;
    }

    /** a and b by the shares of two draws, c and d by the bound's slope. */
    private static double[] wake() {
        double[] gradient = new double[4];
        for (float y : Y) {
            for (int state = 0; state < 4; state++) {
                int first = state & 1;
                int second = state >> 1;
                double q1 = logGuide(y, first, theta());
                double q2 = logGuide(y, second, theta());
                double w1 = Math.exp(logModel(y, first, theta()) - q1);
                double w2 = Math.exp(logModel(y, second, theta()) - q2);
                addScore(gradient, Math.exp(q1 + q2) * w1 / (w1 + w2), y, first);
                addScore(gradient, Math.exp(q1 + q2) * w2 / (w1 + w2), y, second);
            }
        }
        for (int i = 2; i < 4; i++) {
            double[] up = theta();
            double[] down = theta();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            gradient[i] = (boundOfTwo(up) - boundOfTwo(down)) / 2e-5;
        }
        return gradient;
    }

    /** a and b by draws of the model, one a row, whatever the rows are. */
    private static double[] sleep() {
        double[] gradient = wake();
        gradient[0] = 0;
        gradient[1] = 0;
        for (int state = 0; state < 4; state++) {
            int z = state & 1;
            int y = state >> 1;
            addScore(gradient, Y.length * Math.exp(logModel(y, z, theta())), y, z);
        }
        return gradient;
    }

    @Test
    void phases_areUnbiased() {
        double[] wake = wake();
        double[] sleep = sleep();
        double[] both = wake.clone();
        both[0] = 0.7 * wake[0] + 0.4 * sleep[0];
        both[1] = 0.7 * wake[1] + 0.4 * sleep[1];
        double bound = boundOfTwo(theta());
        Estimates.of(inference(1, 0, 2, 400), THETA, ALL, 8, SEED).requireNear("wake " + SEED, bound, wake, 1e-5);
        Estimates.of(inference(0, 1, 2, 400), THETA, ALL, 8, SEED).requireNear("sleep " + SEED, bound, sleep, 1e-5);
        Estimates.of(inference(0.7, 0.4, 2, 400), THETA, ALL, 8, SEED).requireNear("both " + SEED, bound, both, 1e-5);
    }

    @Test
    void wakePhase_ofManyDraws_isTheGradientOfTheForwardDivergence() {
        double[] exact = new double[2];
        for (float y : Y) {
            double odds = Math.exp(logModel(y, 1, theta()) - logModel(y, 0, theta()));
            addScore(exact, odds / (1 + odds), y, 1);
            addScore(exact, 1 / (1 + odds), y, 0);
        }
        Estimates found = Estimates.of(inference(1, 0, 1000, 1), THETA, ALL, 12, SEED);
        // Shares of K draws are biased by 1/K.
        found.requireNear("seed=" + SEED, found.value(), exact, 4e-3);
    }

    @Test
    void meanOfShards_isTheWhole_withTheSameNoise() {
        Key key = Key.of(SEED);
        Estimate whole = inference(1, 1, 3, 2).estimate(THETA, ALL, key);
        Estimate even = inference(1, 1, 3, 2).estimate(THETA, TargetRows.of(Y, 0, 2), key);
        Estimate odd = inference(1, 1, 3, 2).estimate(THETA, TargetRows.of(Y, 1, 3), key);
        for (int k = 0; k < THETA.length; k++) {
            double mean = 0.5 * (even.gradient()[k] + odd.gradient()[k]);
            assertEquals(whole.gradient()[k], mean, 1e-5 * Math.max(1, Math.abs(mean)), "parameter " + k);
        }
    }

    @Test
    void strategies_doNotMatter_whereDrawsAreNotMoved() {
        Inference<PerRow> enumerated =
                new Inference<>(MODEL, guide(Strategy.ENUMERATION), new PerRow(new WakeSleep(1, 1)), 3, 2);
        assertArrayEquals(
                inference(1, 1, 3, 2).estimate(THETA, ALL, Key.of(SEED)).gradient(),
                enumerated.estimate(THETA, ALL, Key.of(SEED)).gradient());
    }

    @Test
    void whatCannotDream_saysSo() {
        Program squared = trace -> trace.rows(row -> {
            SDVariable z = row.sample("z", new Normal(row.constant(0), row.constant(0)));
            row.observe("y", new Normal(z, row.constant(0)), row.targets().mul(2));
        });
        Program guide = trace -> trace.rows(row -> row.sample("z", new Normal(row.targets(), row.constant(0))));
        fails(new Inference<>(squared, guide, new PerRow(new WakeSleep(0, 1)), 2, 1), "cannot dream", "address=y");
        Program marginal = new Marginal(guide, Set.of("z"), 2);
        fails(new Inference<>(squared, marginal, new PerRow(new WakeSleep(1, 0)), 2, 1), "no forward divergence");
        assertThrows(IllegalArgumentException.class, () -> new WakeSleep(0, 0));
    }

    private static void fails(Inference<PerRow> inference, String... words) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> inference.value(new float[0], ALL, Key.of(SEED)));
        for (String word : words) {
            assertTrue(String.valueOf(error.getMessage()).contains(word), error.getMessage());
        }
    }
}
