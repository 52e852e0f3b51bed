package io.elbo4j.models.ssvi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.contract.SmallRuns;
import io.elbo4j.data.Shard;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.estimator.Estimator;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.GradientSum;
import io.elbo4j.merge.MeanFieldRound;
import io.elbo4j.merge.SiteProduct;
import io.elbo4j.merge.Turns;
import io.elbo4j.merge.WeightedMean;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.Ivon;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.MeanFieldUpdate;
import io.elbo4j.update.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SsviTest extends AlgorithmContract<SsviState, Sums> {

    private static final int INPUTS = 32;
    private static final int FIRST = 10;
    private static final LinearProblem PROBLEM = LinearProblem.of(31, 60, INPUTS);
    private static final Blocks BLOCKS =
            new Blocks(new LinearNetwork(INPUTS, true, new GaussianFixedNoise(0.25)), FIRST);
    private static final Target TARGET = new Target(BLOCKS.layout(), GaussianPrior.isotropic(1.5), 60, new Elbo());
    private static final Estimator ESTIMATOR = new Reparameterised(1);
    private static final MeanFieldUpdate ADAM =
            new GradientUpdate(new Adam(0.9, 0.999, 1e-8), new Schedule(0.05, 0, 100));
    private static final MeanFieldUpdate IVON = new Ivon(new Schedule(0.1, 0, 100), 0.9, 0.99, 0.5, 10, true);

    @Override
    protected Algorithm<SsviState, Sums> algorithm() {
        return SmallRuns.sparse(4).algorithm();
    }

    @Override
    protected SsviState initial() {
        return SmallRuns.sparse(4).initial();
    }

    @Override
    protected List<Shard> shards() {
        return SmallRuns.PROBLEM.shards(5);
    }

    @Test
    void support_keepsItsSizeInEachLayerAndRound_forEveryRuleAndScore() {
        for (RemovalScore removal : RemovalScore.values()) {
            for (boolean after : new boolean[] {true, false}) {
                for (boolean local : new boolean[] {true, false}) {
                    SsviSpec spec = spec(0.3, removal, after, local ? 4 : Integer.MAX_VALUE);
                    MeanFieldUpdate update = local ? IVON : ADAM;
                    MeanFieldRound values = local
                            ? new WeightedMean(BLOCKS, ESTIMATOR, update, TARGET, 10, 2)
                            : new GradientSum(BLOCKS, ESTIMATOR, update, TARGET, 10);
                    sizesStay(spec, values, removal + " after=" + after + " local=" + local);
                }
            }
        }
    }

    @Test
    void support_keepsItsSizeInEachLayerAndRound_withSites() {
        for (Turns turns : List.of(Turns.SEQUENTIAL, Turns.SYNCHRONOUS, Turns.stale(1))) {
            for (int exactUpTo : new int[] {4, Integer.MAX_VALUE}) {
                SiteProduct values = new SiteProduct(BLOCKS, ESTIMATOR, (Ivon) IVON, TARGET, 10, 2, 4, 0.3, turns);
                sizesStay(spec(0.3, RemovalScore.SNR, true, exactUpTo), values, turns.toString());
            }
        }
    }

    /** Whoever leaves takes its sites along; a newcomer has none until shards have worked on it. */
    @Test
    void newcomers_haveNoSites_andThenOneAShard() {
        SsviSpec spec = spec(0.3, RemovalScore.SNR, true);
        SiteProduct values = new SiteProduct(BLOCKS, ESTIMATOR, (Ivon) IVON, TARGET, 10, 2, 4, 0.3, Turns.SYNCHRONOUS);
        Algorithm<SsviState, Sums> algorithm = Ssvi.of(spec, BLOCKS, values, TARGET, 10, 24);
        SsviState start = SsviState.of(values.initial(start(spec), TARGET));
        int[][] support = {start.belief().posterior().support()};
        int[] seen = {0};
        new LocalRunner(PROBLEM.shards(4)).run(algorithm, start, 0, 8, Key.of(2), (round, outcome) -> {
            MeanFieldState belief = outcome.state().belief();
            for (int k = 0; k < belief.posterior().active(); k++) {
                boolean came =
                        Arrays.binarySearch(support[0], belief.posterior().support()[k]) < 0;
                seen[0] += came ? 1 : 0;
                for (float[] site : belief.slots()) {
                    assertEquals(came, site[k] == 0, "round " + round + " parameter " + k);
                }
            }
            support[0] = belief.posterior().support();
            return true;
        });
        assertTrue(seen[0] > 1, "the support moves");
    }

    private static void sizesStay(SsviSpec spec, MeanFieldRound values, String at) {
        Algorithm<SsviState, Sums> algorithm = Ssvi.of(spec, BLOCKS, values, TARGET, 10, 24);
        int rounds = Ssvi.totalRounds(spec, BLOCKS.layout(), 24, values.stepsPerRound());
        SsviState start = SsviState.of(values.slots().initial(start(spec), TARGET));
        int[] moves = {0};
        int[][] support = {start.belief().posterior().support()};
        new LocalRunner(PROBLEM.shards(4)).run(algorithm, start, 0, rounds, Key.of(2), (round, outcome) -> {
            SparseGaussian q = outcome.state().belief().posterior();
            assertEquals(3, q.position(FIRST), at);
            assertEquals(7, q.position(INPUTS) - q.position(FIRST), at);
            assertEquals(11, q.active(), at);
            assertEquals(INPUTS, q.support()[10], at);
            double left = Arrays.stream(support[0])
                    .filter(index -> Arrays.binarySearch(q.support(), index) < 0)
                    .count();
            assertEquals(left, outcome.diagnostics().getOrDefault("replacedWeights", 0.0), at);
            moves[0] += (int) left;
            support[0] = q.support();
            return true;
        });
        assertTrue(moves[0] > 3, at + ": the support moves");
    }

    @Test
    void initial_hasTheBudgetedSupport() {
        assertEquals(11, start(spec(0.3, RemovalScore.SNR, true)).active());
        assertEquals(INPUTS + 1, start(spec(1, RemovalScore.SNR, true)).active());
    }

    @Test
    void candidates_summedOverShards_areThePooledGradient() {
        for (boolean after : new boolean[] {true, false}) {
            MeanFieldState state = trained();
            Sums pooled = step(60, after)
                    .gradient(SupportStepTest.round(state), PROBLEM.shards(1).get(0));
            for (int count : new int[] {2, 6, 20}) {
                Sums merged = Sums.NONE;
                for (Shard shard : PROBLEM.shards(count)) {
                    merged = merged.plus(step(60 / count, after).gradient(SupportStepTest.round(state), shard));
                }
                assertEquals(pooled.rows(), merged.rows());
                double[] expected = pooled.arrays().get(0);
                double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
                // Shards may cancel, so the rounding is that of the largest.
                assertArrayEquals(expected, merged.arrays().get(0), 2 * SupportStepTest.ROUNDING * largest);
                assertEquals(
                        step(60, after).moved(SupportStepTest.round(state), pooled),
                        step(60, after).moved(SupportStepTest.round(state), merged));
            }
        }
    }

    private static MeanFieldState trained() {
        return SupportStepTest.trained(BLOCKS, TARGET, ADAM, start(spec(0.3, RemovalScore.SNR, true)), PROBLEM);
    }

    private static SupportStep step(int batchRows, boolean after) {
        SsviSpec spec = new SsviSpec(
                0.3, Allocation.UNIFORM, List.of(), false, RemovalScore.SNR, after, 2, 0.5, 1, 1, Integer.MAX_VALUE);
        return new SupportStep(BLOCKS, ADAM, TARGET, spec, SupportSchedule.of(spec, 1, 24, 1), batchRows);
    }

    private static SsviSpec spec(double density, RemovalScore removal, boolean after) {
        return spec(density, removal, after, Integer.MAX_VALUE);
    }

    private static SsviSpec spec(double density, RemovalScore removal, boolean after, int exactUpTo) {
        return new SsviSpec(density, Allocation.UNIFORM, List.of(), false, removal, after, 2, 0.5, 1, 1, exactUpTo);
    }

    private static SparseGaussian start(SsviSpec spec) {
        return Ssvi.initial(spec, BLOCKS.layout(), new InitialPosterior(0.5, 0.1), Key.of(1));
    }
}
