package io.elbo4j.models.ssvi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.GradientSum;
import io.elbo4j.models.mfvi.Mfvi;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Schedule;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One support step, worked out by hand: layer one has parameters 0–3, layer two 4–9, the bias is 10. */
class SupportStepTest {

    private static final Blocks BLOCKS = new Blocks(new LinearNetwork(10, true, new GaussianFixedNoise(0.25)), 4);
    private static final Target TARGET = new Target(BLOCKS.layout(), GaussianPrior.isotropic(1.5), 20, new Elbo());
    private static final MeanFieldUpdate IVON = new Ivon(new Schedule(0.1, 0, 100), 0.9, 0.99, 0.5, 10, true);

    /** Signal-to-noise ratios 5, 1 in layer one and 4, 0.5, 2 in layer two. */
    private static final MeanFieldState STATE = new MeanFieldState(
            new SparseGaussian(
                    11, new int[] {0, 2, 4, 6, 9, 10}, new float[] {-0.5f, 0.2f, 0.4f, 0.1f, -0.6f, 7f}, new float[] {
                        0.1f, 0.2f, 0.1f, 0.2f, 0.3f, 0f
                    }),
            List.of(new float[] {1, 2, 3, 4, 5, 6}, new float[] {10, 20, 30, 40, 50, 60}),
            9);

    /** The steepest of layer one is 1, of layer two −9 at 5; larger ones are in the support or in another layer. */
    private static final double[] GRADIENT = {100, 3, 0.5, -2, 100, -9, 0.1, 8, 1, 100, 100};

    /** Of gradients on the wire, and a little for float32. */
    static final double ROUNDING = 0x1p-8 + 1e-6;

    @Test
    void leaving_areTheLowestScoresOfEachLayer_atLeastOne() {
        assertArrayEquals(
                new boolean[] {false, true, false, true, false, false},
                step(0.01).leaving(STATE.posterior(), 2));
        assertArrayEquals(new boolean[] {false, true, false, true, true, false}, step(1).leaving(STATE.posterior(), 2));
        assertArrayEquals(new boolean[6], step(0).leaving(STATE.posterior(), 2));
    }

    @Test
    void moved_bringsTheSteepestOfEachLayerIn() {
        Outcome<SsviState> outcome = step(0.01).moved(round(STATE), Sums.of(20, 0, GRADIENT));
        assertArrayEquals(
                new int[] {0, 1, 4, 5, 9, 10},
                outcome.state().belief().posterior().support());
        assertEquals(2.0, outcome.diagnostics().getOrDefault("replacedWeights", -1.0));
        assertEquals(9, outcome.state().belief().step());
    }

    /** At 5 earlier rows hold the weight at 0 so firmly that its larger gradient promises less than that at 7. */
    @Test
    void newcomers_areThoseThatEarlierTasksNeedLeast() {
        SparseGaussian q = STATE.posterior();
        double curvature = Math.pow(3 / 0.6, 2);
        for (double held : new double[] {1, 300}) {
            GaussianPrior prior = new HeldPrior(5, held, 0);
            NewcomerGain gain = NewcomerGain.of(q, BLOCKS.layout().blocks().get(1), prior);
            assertEquals(-9 * Math.sqrt((curvature + 1) / (curvature + held)), gain.of(-9, 5), 1e-5);
            assertEquals(8f, gain.of(8, 7));
            Target target = new Target(BLOCKS.layout(), prior, 20, new Elbo());
            Outcome<SsviState> outcome = step(0.01, target).moved(round(STATE), Sums.of(20, 0, GRADIENT));
            assertArrayEquals(
                    held == 1 ? new int[] {0, 1, 4, 5, 9, 10} : new int[] {0, 1, 4, 7, 9, 10},
                    outcome.state().belief().posterior().support());
        }
    }

    /** Of ratios 5 and 1 in the first layer, 1 leaves; but not where the earlier tasks want that weight where it is. */
    @Test
    void leaving_sparesWhatEarlierTasksWouldLose() {
        // ½ p (μ₀² − (μ − μ₀)²) = ½ p 0.2², ten times: the ratio counts as √(1 + 10 p 0.04), which passes 5 at p = 60.
        for (double held : new double[] {50, 70}) {
            Target target = new Target(BLOCKS.layout(), new HeldPrior(2, held, 0.2), 20, new Elbo());
            assertArrayEquals(
                    new boolean[] {held > 60, held < 60, false, true, false, false},
                    step(0.01, target).leaving(STATE.posterior(), 2));
        }
        // Where the mean has gone to the other side, they gain by its leaving.
        Target target = new Target(BLOCKS.layout(), new HeldPrior(2, 1e6, -0.2), 20, new Elbo());
        assertArrayEquals(
                new boolean[] {false, true, false, true, false, false},
                step(0.01, target).leaving(STATE.posterior(), 2));
    }

    /** N(0, 1) but for one weight. */
    private record HeldPrior(int held, double precision, double heldMean) implements GaussianPrior {

        @Override
        public double mean(int index) {
            return index == held ? heldMean : 0;
        }

        @Override
        public double precision(int index) {
            return index == held ? precision : 1;
        }
    }

    @Test
    void newcomers_startAtZero_withTheMeanSpreadOfTheirLayer_andSurvivorsKeepTheirNumbers() {
        MeanFieldState next =
                step(0.01).moved(round(STATE), Sums.of(20, 0, GRADIENT)).state().belief();
        SparseGaussian q = next.posterior();
        assertArrayEquals(new float[] {-0.5f, 0, 0.4f, 0, -0.6f, 7f}, q.mean());
        assertEquals(0.1f, q.sd()[0]);
        assertEquals(0.15f, q.sd()[1], 1e-6);
        assertEquals(0.1f, q.sd()[2]);
        assertEquals(0.2f, q.sd()[3], 1e-6);
        assertEquals(0.3f, q.sd()[4]);
        assertTrue(q.isPoint(5));
        assertArrayEquals(new float[] {1, 0, 3, 0, 5, 6}, next.slots().get(0));
        assertArrayEquals(new float[] {10, 15, 30, 40, 50, 60}, next.slots().get(1));
    }

    @Test
    void weightThatLeft_mayComeBack_withItsNumbers() {
        double[] gradient = GRADIENT.clone();
        gradient[2] = -50;
        gradient[6] = 50;
        Outcome<SsviState> outcome = step(0.01).moved(round(STATE), Sums.of(20, 0, gradient));
        assertEquals(SsviState.of(STATE), outcome.state());
        assertEquals(0.0, outcome.diagnostics().getOrDefault("replacedWeights", -1.0));
    }

    @Test
    void gradient_isTakenWithoutTheLeaving_unlessAsPublished() {
        LinearProblem problem = LinearProblem.of(4, 20, 10);
        float[] theta = STATE.posterior().meanTheta();
        float[] published = BLOCKS.valueGrad(theta, problem.data()).gradient();
        theta[2] = 0;
        theta[6] = 0;
        float[] after = BLOCKS.valueGrad(theta, problem.data()).gradient();
        for (boolean regrowAfterRemoval : new boolean[] {true, false}) {
            SsviSpec spec = new SsviSpec(
                    0.5,
                    Allocation.UNIFORM,
                    List.of(),
                    false,
                    RemovalScore.SNR,
                    regrowAfterRemoval,
                    2,
                    0.01,
                    1,
                    1,
                    Integer.MAX_VALUE);
            SupportStep step = new SupportStep(BLOCKS, IVON, TARGET, spec, SupportSchedule.of(spec, 1, 100, 1), 20);
            double[] gradient = step.gradient(round(STATE), problem.shards(1).get(0))
                    .arrays()
                    .get(0);
            float[] expected = regrowAfterRemoval ? after : published;
            for (int i = 0; i < 11; i++) {
                assertEquals(expected[i], gradient[i], 1e-6 + ROUNDING * Math.abs(expected[i]));
            }
        }
        assertFalse(java.util.Arrays.equals(published, after));
    }

    @Test
    void gradient_ofSeveralMinibatches_isTheirSum() {
        LinearProblem problem = LinearProblem.of(4, 20, 10);
        SsviSpec spec = new SsviSpec(
                0.5, Allocation.UNIFORM, List.of(), false, RemovalScore.SNR, false, 2, 0.01, 1, 4, Integer.MAX_VALUE);
        SupportStep step = new SupportStep(BLOCKS, IVON, TARGET, spec, SupportSchedule.of(spec, 1, 100, 1), 5);
        Sums sums = step.gradient(round(STATE), problem.shards(1).get(0));
        float[] whole =
                BLOCKS.valueGrad(STATE.posterior().meanTheta(), problem.data()).gradient();
        assertEquals(20, sums.rows());
        for (int i = 0; i < 11; i++) {
            assertEquals(whole[i], sums.arrays().get(0)[i], 1e-6 + ROUNDING * Math.abs(whole[i]));
        }
    }

    /** A support round of the schedules in these tests. */
    static Round<SsviState> round(MeanFieldState state) {
        return new Round<>(2, SsviState.of(state), Key.of(6));
    }

    /** A few value steps, so that means and spreads differ. */
    static MeanFieldState trained(
            LogLikelihood likelihood,
            Target target,
            MeanFieldUpdate update,
            SparseGaussian start,
            LinearProblem problem) {
        GradientSum values = new GradientSum(likelihood, new Reparameterised(1), update, target, 10);
        return new LocalRunner(problem.shards(4))
                .run(Mfvi.of(values), update.initial(start, target), 0, 20, Key.of(2), (round, outcome) -> true);
    }

    private static SupportStep step(double initialFraction) {
        return step(initialFraction, TARGET);
    }

    private static SupportStep step(double initialFraction, Target target) {
        SsviSpec spec = new SsviSpec(
                0.5,
                Allocation.UNIFORM,
                List.of(),
                false,
                RemovalScore.SNR,
                true,
                2,
                initialFraction,
                1,
                1,
                Integer.MAX_VALUE);
        return new SupportStep(BLOCKS, IVON, target, spec, SupportSchedule.of(spec, 1, 100, 1), 20);
    }
}
