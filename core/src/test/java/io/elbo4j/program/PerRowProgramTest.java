package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.math.Key;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.Iwelbo;
import io.elbo4j.objective.PerRow;
import io.elbo4j.optim.Sgd;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.StandardNormal;
import io.elbo4j.program.distribution.Strategy;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

/** z ~ N(0, 1) and y ~ N(u·z, 1) in each row: evidence, posterior, and the bound of two draws by quadrature are known. */
class PerRowProgramTest {

    private static final long SEED = 11;
    private static final float[] Y = {0.7f, -1.5f, 2.1f, 0.2f};
    /** a, log s of the guide N(a·y, s²); u. */
    private static final float[] THETA = {0.3f, -0.2f, 0.8f};

    record Model() implements Program {

        @Override
        public void run(Trace trace) {
            trace.rows(row -> {
                SDVariable u = row.parameter("u", Initial.constant(THETA[2]), 1, 1);
                SDVariable z = row.sample("z", new StandardNormal(1));
                row.observe("y", new Normal(z.mul(u), row.constant(0)), row.targets());
            });
        }
    }

    record Guide(Strategy strategy) implements Program {

        @Override
        public void run(Trace trace) {
            trace.rows(row -> {
                SDVariable a = row.parameter("a", Initial.constant(THETA[0]), 1, 1);
                SDVariable logSd = row.parameter("logSd", Initial.constant(THETA[1]), 1, 1);
                row.sample("z", new Normal(row.targets().mul(a), logSd), strategy);
            });
        }
    }

    private static Inference<PerRow> inference(Strategy strategy, int particles, int repetitions) {
        return new Inference<>(new Model(), new Guide(strategy), new PerRow(new Iwelbo()), particles, repetitions);
    }

    private static final Minibatch ALL = TargetRows.of(Y, 0, 1, 2, 3);

    /** Σ over rows of E log (w₁ + w₂)/2, by the trapezoid rule over both noises. */
    private static double boundOfTwo(double a, double logSd, double u) {
        int points = 61;
        double step = 12.0 / (points - 1);
        double sum = 0;
        double[] ratio = new double[points];
        double[] mass = new double[points];
        for (float y : Y) {
            for (int i = 0; i < points; i++) {
                double noise = -6 + i * step;
                double z = a * y + Math.exp(logSd) * noise;
                double error = y - u * z;
                ratio[i] =
                        -0.5 * z * z - 0.5 * error * error - 0.5 * Math.log(2 * Math.PI) + 0.5 * noise * noise + logSd;
                mass[i] = step * Math.exp(-0.5 * noise * noise) / Math.sqrt(2 * Math.PI);
            }
            for (int i = 0; i < points; i++) {
                for (int j = 0; j < points; j++) {
                    double largest = Math.max(ratio[i], ratio[j]);
                    double both = Math.exp(ratio[i] - largest) + Math.exp(ratio[j] - largest);
                    sum += mass[i] * mass[j] * (largest + Math.log(0.5 * both));
                }
            }
        }
        return sum;
    }

    private static double logEvidence(double u) {
        double variance = 1 + u * u;
        double sum = 0;
        for (float y : Y) {
            sum -= 0.5 * (Math.log(2 * Math.PI * variance) + y * y / variance);
        }
        return sum;
    }

    private static double[] gradientOfTwo() {
        double[] gradient = new double[3];
        for (int i = 0; i < 3; i++) {
            double[] up = {THETA[0], THETA[1], THETA[2]};
            double[] down = up.clone();
            up[i] += 1e-4;
            down[i] -= 1e-4;
            gradient[i] = (boundOfTwo(up[0], up[1], up[2]) - boundOfTwo(down[0], down[1], down[2])) / 2e-4;
        }
        return gradient;
    }

    @Test
    void boundOfTwoDraws_isTheIntegral_andSoIsItsGradient() {
        double exact = boundOfTwo(THETA[0], THETA[1], THETA[2]);
        for (Strategy strategy :
                new Strategy[] {Strategy.REPARAMETERISED, Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT, Strategy.SCORE_FUNCTION
                }) {
            Estimates.of(inference(strategy, 2, 200), THETA, ALL, 10, SEED)
                    .requireNear(strategy + " seed=" + SEED, exact, gradientOfTwo(), 1e-3);
        }
    }

    @Test
    void bound_withThePosteriorAsGuide_isTheLogEvidence() {
        double u = THETA[2];
        float[] theta = {(float) (u / (1 + u * u)), (float) (-0.5 * Math.log(1 + u * u)), (float) u};
        assertEquals(logEvidence(u), inference(Strategy.REPARAMETERISED, 5, 1).value(theta, ALL, Key.of(SEED)), 1e-4);
    }

    @Test
    void bound_risesWithParticles_toTheLogEvidence() {
        double elbo = new Inference<>(new Model(), new Guide(Strategy.REPARAMETERISED), new Elbo(), 2000)
                .value(THETA, ALL, Key.of(SEED));
        double few = inference(Strategy.REPARAMETERISED, 2, 1000).value(THETA, ALL, Key.of(SEED));
        double many = inference(Strategy.REPARAMETERISED, 2000, 1).value(THETA, ALL, Key.of(SEED));
        assertTrue(elbo + 0.02 < few && few + 0.02 < many, elbo + " " + few + " " + many);
        assertEquals(logEvidence(THETA[2]), many, 0.1);
    }

    @Test
    void meanOfShards_isTheWhole_withTheSameNoise() {
        Inference<PerRow> inference = inference(Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT, 3, 2);
        Key key = Key.of(SEED);
        Estimate whole = inference.estimate(THETA, ALL, key);
        Estimate even = inference.estimate(THETA, TargetRows.of(Y, 0, 2), key);
        Estimate odd = inference.estimate(THETA, TargetRows.of(Y, 1, 3), key);
        assertEquals(whole.value(), 0.5 * (even.value() + odd.value()), 1e-5 * Math.abs(whole.value()));
        for (int k = 0; k < THETA.length; k++) {
            double mean = 0.5 * (even.gradient()[k] + odd.gradient()[k]);
            assertEquals(whole.gradient()[k], mean, 1e-5 * Math.max(1, Math.abs(mean)), "parameter " + k);
        }
    }

    /** Its type says that it adds up; that of the bound of all rows does not. */
    @Test
    void boundOfRows_trainsOverShards() {
        Inference<? extends AdditiveObjective> inference = inference(Strategy.REPARAMETERISED, 3, 1);
        GradientAscent ascent = GradientAscent.overRows(inference, new Sgd(0), step -> 0.1, 2, 1);
        assertEquals(3, ascent.layout().dimension());
    }

    @Test
    void latents_outsideRows_areAnError() {
        Program guide = trace -> trace.sample("mean", new Normal(trace.constant(0), trace.constant(0)));
        Program model = trace -> {
            SDVariable mean = trace.sample("mean", new StandardNormal(1));
            trace.rows(row -> row.observe("y", new Normal(row.repeated(mean), row.constant(0)), row.targets()));
        };
        Inference<PerRow> inference = new Inference<>(model, guide, new PerRow(new Iwelbo()), 2, 2);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> inference.value(new float[0], ALL, Key.of(SEED)));
        assertTrue(String.valueOf(error.getMessage()).contains("address=mean"), error.getMessage());
    }
}
