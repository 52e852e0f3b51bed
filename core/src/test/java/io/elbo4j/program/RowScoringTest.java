package io.elbo4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.program.distribution.Bernoulli;
import io.elbo4j.program.distribution.Normal;
import io.elbo4j.program.distribution.StandardNormal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

/** One normal latent and one normal number a row, of which all is known: x ~ N(w z, 1), z ~ N(0, 1). */
class RowScoringTest {

    private static final double W = 1.5;
    private static final float[] X = {-1f, 0.5f, 2f};
    private static final Minibatch ROWS = Minibatch.all(new Batch(X, new float[3], 1));
    private static final float[] THETA = {0.3f, -0.5f, (float) W};

    private record Model() implements Program {
        @Override
        public void run(Trace trace) {
            SDVariable weight = trace.parameter("weight", Initial.constant(1), 1, 1);
            trace.rows(row -> {
                SDVariable z = row.sample("z", new StandardNormal(1));
                row.observe("x", new Normal(z.mul(weight), row.constant(0)), row.features());
            });
        }
    }

    private record Guide() implements Program {
        @Override
        public void run(Trace trace) {
            SDVariable slope = trace.parameter("slope", Initial.constant(0), 1, 1);
            SDVariable logSd = trace.parameter("logSd", Initial.constant(0), 1, 1);
            trace.rows(row -> row.sample("z", new Normal(row.features().mul(slope), logSd)));
        }
    }

    private static final ParameterLayout LAYOUT = new Inference<>(new Model(), new Guide(), new Elbo(), 1).layout(ROWS);

    private static RowScores scores(int particles) {
        return new RowScoring(new Model(), new Guide(), particles, LAYOUT).of(THETA, ROWS, Key.of(1));
    }

    private static double logNormal(double x, double mean, double variance) {
        return -0.5 * Math.log(2 * Math.PI * variance) - (x - mean) * (x - mean) / (2 * variance);
    }

    @Test
    void divergence_isThatOfTheNormals() {
        RowScores.Normals z = scores(2).normals().values().iterator().next();
        for (int row = 0; row < X.length; row++) {
            double mean = THETA[0] * X[row];
            double variance = Math.exp(2.0 * THETA[1]);
            double expected = 0.5 * (variance + mean * mean - 1 - Math.log(variance));
            assertEquals(expected, z.klNats(row), 1e-6);
            assertEquals(expected, z.klNats(X.length + row), 1e-6);
        }
    }

    @Test
    void weights_averageToTheEvidence() {
        int particles = 4000;
        RowScores scores = scores(particles);
        for (int row = 0; row < X.length; row++) {
            double evidence = Math.exp(logNormal(X[row], 0, W * W + 1));
            double sum = 0;
            double squares = 0;
            for (double logWeight : scores.logWeights(row)) {
                sum += Math.exp(logWeight);
                squares += Math.exp(2 * logWeight);
            }
            double mean = sum / particles;
            double error = Math.sqrt((squares / particles - mean * mean) / particles);
            assertEquals(evidence, mean, 4 * error, "row " + row + " key 1");
            assertTrue(error < 0.05 * evidence, "row " + row + ": the test can fail");
        }
    }

    @Test
    void scores_ofARow_areItsOwn() {
        RowScores all = scores(2);
        Minibatch last = new Minibatch(new Batch(new float[] {X[2]}, new float[1], 1), new long[] {2}, 3);
        RowScores one = new RowScoring(new Model(), new Guide(), 2, LAYOUT).of(THETA, last, Key.of(1));
        assertArrayEquals(all.logWeights(2), one.logWeights(0), 1e-6);
    }

    @Test
    void latentsOutsideRows_areRefusedByName() {
        Program outside = trace -> {
            trace.sample("shared", new StandardNormal(1));
            trace.rows(row -> row.observe("x", new Normal(row.constant(0), row.constant(0)), row.features()));
        };
        Program guide = trace -> trace.sample("shared", new StandardNormal(1));
        RowScoring scoring = new RowScoring(outside, guide, 1, new ParameterLayout(List.of()));
        String message = assertThrows(IllegalArgumentException.class, () -> scoring.of(new float[0], ROWS, Key.of(1)))
                .toString();
        assertTrue(message.contains("not of a row: address=shared"), message);
    }

    @Test
    void generator_takesGivenLatents_andDrawsTheRest() {
        Generator generator = new Generator(new Model(), LAYOUT);
        float[] given = {-1, 0, 2};
        float[] made = generator.expected("x", THETA, ROWS, Map.of("z", given), Key.of(1));
        for (int row = 0; row < 3; row++) {
            assertEquals(W * given[row], made[row], 1e-6);
        }
        float[] drawn = generator.expected("x", THETA, ROWS, Map.of(), Key.of(1));
        assertTrue(drawn[0] != drawn[1], "rows draw their own");
        assertArrayEquals(drawn, generator.expected("x", THETA, ROWS, Map.of(), Key.of(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> generator.expected("x", THETA, ROWS, Map.of("y", given), Key.of(1)));
        assertThrows(IllegalArgumentException.class, () -> generator.expected("y", THETA, ROWS, Map.of(), Key.of(1)));
        Program bits = trace -> trace.rows(row -> row.observe("b", new Bernoulli(row.constant(0)), row.features()));
        assertEquals(0.5f, new Generator(bits, LAYOUT).expected("b", THETA, ROWS, Map.of(), Key.of(1))[2]);
    }
}
