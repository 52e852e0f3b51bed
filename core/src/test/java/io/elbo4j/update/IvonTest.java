package io.elbo4j.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.TemperedElbo;
import io.elbo4j.optim.Schedule;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IvonTest {

    private static final ParameterLayout ONE =
            new ParameterLayout(List.of(new ParameterBlock("w", List.of(1), 0, Role.WEIGHT, 1, 1, 0f)));

    private static final SparseGaussian AT_ZERO =
            new SparseGaussian(1, new int[] {0}, new float[] {0f}, new float[] {1f});

    /** λ = N = 10 and δ = prior precision / N = 0.1. */
    private static final Target TEN_ROWS = new Target(ONE, GaussianPrior.isotropic(1), 10, new Elbo());

    private static final Schedule CONSTANT = new Schedule(0.1, 0, 1_000_000_000L);

    @Test
    void next_followsTheTraceOfTheReference() {
        Ivon ivon = new Ivon(CONSTANT, 0.9, 0.99, 0.5, Double.POSITIVE_INFINITY, true);
        double[] noise = {1, -0.5, 0.25};
        double[][] trace = {
            {0.408248290, -0.236700684, 0.440325768, 0.262842194},
            {0.047741325, -0.593934085, 0.481663605, 0.582582122},
            {0.686240417, -0.660044510, 0.469411636, 0.833086000},
        };
        MeanFieldState state = ivon.initial(AT_ZERO, TEN_ROWS);
        for (int t = 0; t < noise.length; t++) {
            double sd = state.posterior().sd()[0];
            double theta = state.posterior().mean()[0] + sd * noise[t];
            assertEquals(trace[t][0], theta, 1e-6);
            state = ivon.next(state, gradient(-4 * (theta - 1), noise[t], sd, 5), TEN_ROWS);
            assertEquals(trace[t][1], state.slots().get(0)[0], 1e-6, "momentum of step " + (t + 1));
            assertEquals(trace[t][2], state.slots().get(1)[0], 1e-6, "hessian of step " + (t + 1));
            assertEquals(trace[t][3], state.posterior().mean()[0], 1e-6, "mean of step " + (t + 1));
            double precision = 10 * (trace[t][2] + 0.1);
            assertEquals(1 / Math.sqrt(precision), state.posterior().sd()[0], 1e-6);
            assertEquals(t + 1, state.step());
        }
    }

    /** Precision 4 = λ (h + δ) with λ = 10: h = 0.3. */
    @Test
    void around_keepsTheBelief_andReadsTheCurvatureFromIt() {
        Ivon ivon = new Ivon(CONSTANT, 0.9, 0.99, 0.5, Double.POSITIVE_INFINITY, true);
        SparseGaussian belief = new SparseGaussian(1, new int[] {0}, new float[] {0.7f}, new float[] {0.5f});
        MeanFieldState state = ivon.around(belief, TEN_ROWS);
        assertEquals(belief, state.posterior());
        assertEquals(0, state.slots().get(0)[0]);
        assertEquals(0.3, state.slots().get(1)[0], 1e-6);
        assertEquals(0, state.step());
        // A step whose estimate of h is h leaves the variance alone.
        MeanFieldState next = ivon.next(state, Sums.of(1, 0, new double[] {0}, new double[] {-0.3 * 0.25}), TEN_ROWS);
        assertEquals(0.5, next.posterior().sd()[0], 1e-6);
    }

    @Test
    void next_keepsTheCurvaturePositive_whateverTheGradients() {
        Forall.seeds(5, seed -> {
            Ivon ivon = new Ivon(CONSTANT, 0.9, 0.9, 0.5, 1, true);
            MeanFieldState state = ivon.initial(AT_ZERO, TEN_ROWS);
            for (int t = 0; t < 300; t++) {
                double before = state.slots().get(1)[0] + 0.1;
                double wild = 5 * Key.of(seed).gaussian(t);
                double sd = state.posterior().sd()[0];
                state = ivon.next(state, gradient(wild, Key.of(seed).fold(1).gaussian(t), sd, 1), TEN_ROWS);
                double after = state.slots().get(1)[0] + 0.1;
                assertTrue(after >= 0.5 * before * (1 - 1e-5), "step=" + t + " before=" + before + " after=" + after);
                assertTrue(state.posterior().sd()[0] > 0);
            }
        });
    }

    @Test
    void next_restsAtTheMeanFieldOptimum_ofAQuadratic() {
        double curvature = 3;
        double top = 0.7;
        Target target = new Target(ONE, GaussianPrior.isotropic(0.5), 20, new TemperedElbo(0.5));
        Ivon ivon = new Ivon(CONSTANT, 0.9, 0.9, 0.5, Double.POSITIVE_INFINITY, true);
        MeanFieldState state = ivon.initial(AT_ZERO, target);
        for (int t = 0; t < 2000; t++) {
            double sd = state.posterior().sd()[0];
            double mean = state.posterior().mean()[0];
            // Per row: ∂E/∂μ = −c(μ − top), ∂E/∂ log σ = −cσ².
            Sums exact = Sums.of(
                    4, 0, new double[] {-4 * curvature * (mean - top)}, new double[] {-4 * curvature * sd * sd});
            state = ivon.next(state, exact, target);
        }
        // log posterior = −N c (θ − top)²/2 − T θ²/2·2 with N = 20, prior precision 2, temperature 0.5.
        double precision = 20 * curvature + 0.5 * 2;
        assertEquals(20 * curvature * top / precision, state.posterior().mean()[0], 1e-6);
        assertEquals(0.5 / precision, Math.pow(state.posterior().sd()[0], 2), 1e-7);
    }

    @Test
    void next_clipsThePreconditionedStep() {
        Ivon ivon = new Ivon(CONSTANT, 0, 0.99, 0.5, 0.01, false);
        MeanFieldState state = ivon.next(ivon.initial(AT_ZERO, TEN_ROWS), gradient(1000, 0, 1, 1), TEN_ROWS);
        assertEquals(0.1 * 0.01, state.posterior().mean()[0], 1e-9);
    }

    @Test
    void next_goesAsFarAsThePaceSays() {
        GaussianPrior three = new GaussianPrior() {
            @Override
            public double mean(int index) {
                return 0;
            }

            @Override
            public double precision(int index) {
                return 1;
            }

            @Override
            public double pace(int index) {
                return 3;
            }
        };
        Target faster = new Target(ONE, three, 10, new Elbo());
        Ivon ivon = new Ivon(CONSTANT, 0.9, 0.99, 0.5, 1, true);
        MeanFieldState slow = ivon.next(ivon.initial(AT_ZERO, TEN_ROWS), gradient(1, 0.5, 1, 2), TEN_ROWS);
        MeanFieldState fast = ivon.next(ivon.initial(AT_ZERO, faster), gradient(1, 0.5, 1, 2), faster);
        assertEquals(3 * slow.posterior().mean()[0], fast.posterior().mean()[0], 1e-6);
        assertEquals(slow.posterior().sd()[0], fast.posterior().sd()[0]);
    }

    @Test
    void withoutRescaling_movesByTheRateAtTheStart() {
        Ivon ivon = new Ivon(CONSTANT, 0, 0.99, 0.5, 100, true);
        MeanFieldState state =
                ivon.withoutRescaling().next(ivon.initial(AT_ZERO, TEN_ROWS), gradient(1, -1, 1, 5), TEN_ROWS);
        double precision = state.slots().get(1)[0] + 0.1;
        assertEquals(0.1 * 0.5 / precision, state.posterior().mean()[0], 1e-6);
        assertEquals(ivon.withoutRescaling(), ivon.withoutRescaling().withoutRescaling());
    }

    @Test
    void next_ofAPoint_isPlainMomentum() {
        SparseGaussian point = new SparseGaussian(1, new int[] {0}, new float[] {0f}, new float[] {0f});
        Target bias = new Target(
                new ParameterLayout(List.of(new ParameterBlock("b", List.of(1), 0, Role.POINT, 1, 1, 0f))),
                GaussianPrior.isotropic(1),
                10,
                new Elbo());
        Ivon ivon = new Ivon(CONSTANT, 0.9, 0.99, 0.5, Double.POSITIVE_INFINITY, true);
        MeanFieldState state = ivon.next(ivon.initial(point, bias), gradient(2, 0, 0, 1), bias);
        assertEquals(0.1 * 2, state.posterior().mean()[0], 1e-6);
        assertTrue(state.posterior().isPoint(0));
    }

    /** Weights and points are taken in stretches; where one ends must not show. */
    @Test
    void next_ofManyParameters_isThatOfEachAlone() {
        Ivon ivon = new Ivon(CONSTANT, 0.9, 0.99, 0.5, 1, true);
        Forall.seeds(3, seed -> {
            int size = 1100;
            Key key = Key.of(seed);
            int[] support = IntStream.range(0, size).toArray();
            float[] mean = new float[size];
            key.fold(0).gaussians(mean);
            double[] slopes = new double[size];
            double[] curvatures = new double[size];
            float[] sd = new float[size];
            for (int k = 0; k < size; k++) {
                sd[k] = key.fold(1).uniform(k) < 0.01 ? 0f : 1f;
                slopes[k] = key.fold(2).gaussian(k);
                curvatures[k] = -3 * key.fold(3).uniform(k);
            }
            MeanFieldState all = next(ivon, new SparseGaussian(size, support, mean, sd), slopes, curvatures);
            for (int k = 0; k < size; k++) {
                SparseGaussian one = new SparseGaussian(1, new int[] {0}, new float[] {mean[k]}, new float[] {sd[k]});
                MeanFieldState alone = next(ivon, one, new double[] {slopes[k]}, new double[] {curvatures[k]});
                assertEquals(alone.posterior().mean()[0], all.posterior().mean()[k], "mean " + k);
                assertEquals(alone.posterior().sd()[0], all.posterior().sd()[k], "sd " + k);
                assertEquals(alone.slots().get(0)[0], all.slots().get(0)[k], "momentum " + k);
                assertEquals(alone.slots().get(1)[0], all.slots().get(1)[k], "hessian " + k);
            }
        });
    }

    private static MeanFieldState next(Ivon ivon, SparseGaussian start, double[] slopes, double[] curvatures) {
        ParameterBlock block = new ParameterBlock("w", List.of(start.dimension()), 0, Role.WEIGHT, 1, 1, 0f);
        Target target = new Target(new ParameterLayout(List.of(block)), GaussianPrior.isotropic(1), 10, new Elbo());
        return ivon.next(ivon.initial(start, target), Sums.of(5, 0, slopes, curvatures), target);
    }

    @Test
    void next_changesNeitherArgument() {
        Ivon ivon = new Ivon(CONSTANT, 0.9, 0.99, 0.5, 1, true);
        MeanFieldState state = ivon.initial(AT_ZERO, TEN_ROWS);
        MeanFieldState copy = ivon.initial(AT_ZERO, TEN_ROWS);
        Sums gradient = gradient(1, 2, 3, 4);
        ivon.next(state, gradient, TEN_ROWS);
        assertEquals(copy, state);
        assertEquals(gradient(1, 2, 3, 4), gradient);
    }

    @Test
    void of_badSettings_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new Ivon(CONSTANT, 1, 0.9, 1, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new Ivon(CONSTANT, 0.9, 1, 1, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new Ivon(CONSTANT, 0.9, 0.9, 0, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new Ivon(CONSTANT, 0.9, 0.9, 1, 0, true));
    }

    /** What weight sampling sends: the mean gradient, and gradient × noise × sd for the logarithm of the sd. */
    private static Sums gradient(double perRow, double noise, double sd, int rows) {
        return Sums.of(rows, 0, new double[] {rows * perRow}, new double[] {rows * perRow * noise * sd});
    }
}
