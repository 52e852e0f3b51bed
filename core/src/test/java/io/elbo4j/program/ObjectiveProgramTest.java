package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.Iwelbo;
import io.elbo4j.objective.Objective;
import io.elbo4j.objective.Renyi;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.Strategy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

/** z ~ N(0, 1), x = 1.5 ~ N(z, 1): evidence N(1.5; 0, 2). */
class ObjectiveProgramTest {

    private static final long SEED = 3;
    private static final double X = 1.5;
    private static final double EVIDENCE = -0.25 * X * X - 0.5 * Math.log(4 * Math.PI);
    private static final float[] THETA = {0.2f, 0.1f};

    private static final Program MODEL = trace -> {
        SDVariable z = trace.sample("z", new Normal(trace.constant(0), trace.constant(0)));
        trace.observe("x", new Normal(z, trace.constant(0)), trace.constant(X));
    };

    private static Program guide(Strategy strategy) {
        return trace -> trace.sample(
                "z",
                new Normal(
                        trace.parameter("mean", Initial.constant(0), 1, 1),
                        trace.parameter("logSd", Initial.constant(0), 1, 1)),
                strategy);
    }

    /** The guide's normal as a sum of two: its auxiliary part u has a closed-form marginal. */
    private static final Program HIERARCHICAL = trace -> {
        SDVariable u = trace.sample("u", new Normal(trace.constant(0), trace.constant(Math.log(0.6))));
        SDVariable mean = trace.parameter("mean", Initial.constant(0), 1, 1);
        SDVariable logSd = trace.parameter("logSd", Initial.constant(0), 1, 1);
        trace.sample("z", new Normal(u.add(mean), logSd));
    };

    private static double elbo(double mean, double variance, double temperature) {
        double likelihood = -0.5 * Math.log(2 * Math.PI) - 0.5 * ((X - mean) * (X - mean) + variance);
        double kl = 0.5 * (variance + mean * mean - 1 - Math.log(variance));
        return likelihood - temperature * kl;
    }

    private static double mean(Inference<?> inference, int keys) {
        return Estimates.of(inference, THETA, Minibatch.NONE, keys, SEED).value();
    }

    @Test
    void elbo_andTemperedElbo_haveTheirClosedForms() {
        double variance = Math.exp(2 * THETA[1]);
        Inference<?> tempered = new Inference<>(MODEL, guide(Strategy.REPARAMETERISED), new TemperedElbo(0.4), 1500);
        Estimates found = Estimates.of(tempered, THETA, Minibatch.NONE, 10, SEED);
        double[] gradient = {
            X - THETA[0] - 0.4 * THETA[0], -variance - 0.4 * (variance - 1),
        };
        found.requireNear("tempered seed=" + SEED, elbo(THETA[0], variance, 0.4), gradient, 1e-5);
    }

    @Test
    void gradients_ofImportanceWeightedBounds_agreeBetweenStrategies() {
        for (var objective : new Objective[] {new Iwelbo(), new Renyi(0.5)}) {
            Estimates pathwise = Estimates.of(
                    new Inference<>(MODEL, guide(Strategy.REPARAMETERISED), objective, 5, 600),
                    THETA,
                    Minibatch.NONE,
                    10,
                    SEED);
            Estimates score = Estimates.of(
                    new Inference<>(MODEL, guide(Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT), objective, 5, 600),
                    THETA,
                    Minibatch.NONE,
                    10,
                    SEED + 1);
            for (int k = 0; k < 2; k++) {
                double error = Math.hypot(pathwise.gradientError()[k], score.gradientError()[k]);
                assertEquals(pathwise.gradient()[k], score.gradient()[k], 4 * error, objective + " seed=" + SEED);
            }
        }
    }

    @Test
    void latents_areTheGuidesDraws() {
        Inference<?> inference = new Inference<>(MODEL, guide(Strategy.REPARAMETERISED), new Elbo(), 4000);
        float[] z = inference.latents(THETA, Minibatch.NONE, Key.of(SEED)).get("z");
        assertNotNull(z);
        double sum = 0;
        double squares = 0;
        for (float each : z) {
            sum += each;
            squares += (double) each * each;
        }
        double sd = Math.exp(THETA[1]);
        assertEquals(THETA[0], sum / z.length, 4 * sd / Math.sqrt(z.length), "seed=" + SEED);
        double meanSquare = THETA[0] * THETA[0] + sd * sd;
        assertEquals(meanSquare, squares / z.length, 8 * sd * sd / Math.sqrt(z.length), "seed=" + SEED);
    }

    @Test
    void bounds_areOrdered_andBelowTheEvidence() {
        double elbo = elbo(THETA[0], Math.exp(2 * THETA[1]), 1);
        double five = mean(new Inference<>(MODEL, guide(Strategy.REPARAMETERISED), new Iwelbo(), 5, 1500), 5);
        double fifty = mean(new Inference<>(MODEL, guide(Strategy.REPARAMETERISED), new Iwelbo(), 50, 300), 5);
        assertTrue(elbo < five && five < fifty && fifty < EVIDENCE + 1e-3, elbo + " " + five + " " + fifty);
    }

    @Test
    void marginalGuides_approachTheExactMarginal() {
        double variance = 0.36 + Math.exp(2 * THETA[1]);
        double exact = elbo(THETA[0], variance, 1);
        double[] found = new double[3];
        int[] particles = {1, 5, 100};
        for (int i = 0; i < 3; i++) {
            Program guide = new Marginal(HIERARCHICAL, Set.of("z"), particles[i]);
            found[i] = mean(new Inference<>(MODEL, guide, new Elbo(), 1000), 4);
        }
        assertTrue(found[0] < found[1] && found[1] < found[2], found[0] + " " + found[1] + " " + found[2]);
        assertEquals(exact, found[2], 0.06);
    }

    @Test
    void gradient_ofAMarginalGuide_isThatOfItsValue() {
        // The value with the same noise is a smooth function of the parameters.
        Inference<Elbo> inference = new Inference<>(MODEL, new Marginal(HIERARCHICAL, Set.of("z"), 5), new Elbo(), 200);
        Key key = Key.of(SEED);
        Estimate estimate = inference.estimate(THETA, Minibatch.NONE, key);
        for (int k = 0; k < 2; k++) {
            float[] up = THETA.clone();
            float[] down = THETA.clone();
            up[k] += 0.01f;
            down[k] -= 0.01f;
            double slope = (inference.value(up, Minibatch.NONE, key) - inference.value(down, Minibatch.NONE, key))
                    / (up[k] - down[k]);
            assertEquals(slope, estimate.gradient()[k], 1e-3 * Math.max(1, Math.abs(slope)), "parameter " + k);
        }
    }
}
