package io.elbo4j.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.OrderedFold;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.family.SparseGaussianFamily;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.update.MeanFieldState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientSumTest extends MeanFieldMergeContract {

    @Override
    protected Merge<MeanFieldState, Sums> merge() {
        return rule(1);
    }

    @Override
    protected Round<MeanFieldState> round() {
        return Fixtures.round(Fixtures.state(Fixtures.ADAM));
    }

    /** Whole shards as minibatches, shuffled rows, and two shards without any. */
    @Override
    protected List<Sums> parts(long seed) {
        int count = new int[] {2, 3, 4, 6, 8, 12, 24}[(int) (seed % 7)];
        int rows = Fixtures.ROWS / count;
        int[] order = Key.of(seed).permutation(Fixtures.ROWS);
        List<Sums> parts = new ArrayList<>();
        for (int s = 0; s < count + 2; s++) {
            int[] numbers = s < count ? Arrays.copyOfRange(order, s * rows, (s + 1) * rows) : new int[0];
            Batch examples = Fixtures.PROBLEM.data().select(numbers);
            parts.add(rule(rows).run(round(), new Shard(s, count + 2, Fixtures.ROWS, examples)));
        }
        return parts;
    }

    @Override
    protected Sums pooled(long seed) {
        Batch all = Fixtures.PROBLEM.data();
        return rule(all.rows()).run(round(), new Shard(0, 1, all.rows(), all));
    }

    @Override
    protected Sums ofAnotherShape() {
        return Sums.of(3, 0, new double[9], new double[9]);
    }

    @Test
    void mergedGradients_equalPooledGradient() {
        // The likelihood's gradients are rounded to single precision once a shard, so the data are chosen without
        // rounding.
        Forall.seeds(10, seed -> {
            List<Sums> parts = parts(seed);
            double[] merged = numbers(OrderedFold.of(merge(), parts));
            double[] pooled = numbers(pooled(1));
            for (int i = 0; i < pooled.length; i++) {
                assertEquals(pooled[i], merged[i], 1e-12 * (1 + Math.abs(pooled[i])));
            }
        });
    }

    @Test
    void finish_reportsTheRound() {
        Outcome<MeanFieldState> outcome = merge().finish(round(), pooled(1));
        assertEquals(
                List.of("step", "elbo", "nll", "kl", "activeWeights"),
                List.copyOf(outcome.diagnostics().keySet()));
        double kl = SparseGaussianFamily.INSTANCE.klNats(outcome.state().posterior(), Fixtures.TARGET.fullPrior());
        assertEquals(kl, outcome.diagnostics().getOrDefault("kl", Double.NaN), 0);
        assertEquals(-pooled(1).logLik() / Fixtures.ROWS, outcome.diagnostics().getOrDefault("nll", Double.NaN), 1e-12);
        assertEquals(pooled(1).logLik() - kl, outcome.diagnostics().getOrDefault("elbo", Double.NaN), 1e-9);
        assertEquals(4.0, outcome.diagnostics().getOrDefault("activeWeights", Double.NaN));
        assertEquals(1.0, outcome.diagnostics().getOrDefault("step", Double.NaN));
    }

    @Test
    void finish_countsThePriorOnce_howeverManyShards() {
        Sums sum = pooled(1);
        Sums twice = new Sums(
                2 * sum.rows(),
                2 * sum.logLik(),
                sum.arrays().stream()
                        .map(a -> Arrays.stream(a).map(x -> 2 * x).toArray())
                        .toList());
        assertArrayEquals(
                stateNumbers(merge().finish(round(), sum).state()),
                stateNumbers(merge().finish(round(), twice).state()));
    }

    @Test
    void finish_ofNonFiniteSums_diverges() {
        Sums good = pooled(1);
        Sums noLikelihood = new Sums(good.rows(), Double.NaN, good.arrays());
        assertThrows(DivergedException.class, () -> merge().finish(round(), noLikelihood));
        double[] broken = good.arrays().get(0).clone();
        broken[2] = Double.POSITIVE_INFINITY;
        Sums noGradient =
                Sums.of(good.rows(), good.logLik(), broken, good.arrays().get(1));
        assertThrows(DivergedException.class, () -> merge().finish(round(), noGradient));
        broken[4] = Double.NaN;
        assertThrows(DivergedException.class, () -> merge().finish(round(), noGradient));
    }

    @Test
    void run_drawsOtherNoise_forEachShardAndStep() {
        GradientSum noisy = new GradientSum(
                Fixtures.NETWORK,
                new io.elbo4j.estimator.Reparameterised(1),
                Fixtures.ADAM,
                Fixtures.TARGET,
                Fixtures.ROWS);
        Batch all = Fixtures.PROBLEM.data();
        MeanFieldState state = Fixtures.state(Fixtures.ADAM);
        MeanFieldState later = new MeanFieldState(state.posterior(), state.slots(), 1);
        double first =
                noisy.run(Fixtures.round(state), new Shard(0, 2, 48, all)).logLik();
        double otherShard =
                noisy.run(Fixtures.round(state), new Shard(1, 2, 48, all)).logLik();
        double otherStep =
                noisy.run(Fixtures.round(later), new Shard(0, 2, 48, all)).logLik();
        assertEquals(
                3,
                java.util.stream.DoubleStream.of(first, otherShard, otherStep)
                        .distinct()
                        .count());
    }

    private static GradientSum rule(int batchRows) {
        return new GradientSum(Fixtures.NETWORK, Fixtures.NOISELESS, Fixtures.ADAM, Fixtures.TARGET, batchRows);
    }
}
