package io.elbo4j.models.ssvi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.estimator.LocalReparameterised;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.GradientSum;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.InitialPosterior;
import io.elbo4j.update.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sparse linear regression with 64 inputs of which 8 matter: does the support find them? */
class RecoveryTest {

    private static final int INPUTS = 64;
    private static final int ACTIVE = 8;
    private static final int ROWS = 400;
    private static final int SEEDS = 10;
    private static final LinearNetwork NETWORK = new LinearNetwork(INPUTS, false, new GaussianFixedNoise(0.25));

    /** The published order found 4 of 10 when this was written. */
    @Test
    void support_isFoundExactly_whenNewcomersAreChosenAfterTheRemoval_andOftenMissedOtherwise() {
        assertEquals(SEEDS, recovered(true), "seeds 1 to " + SEEDS);
        int published = recovered(false);
        assertTrue(published < SEEDS, "published order finds all " + published);
    }

    private static int recovered(boolean regrowAfterRemoval) {
        int recovered = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            int[] truth = Arrays.copyOf(Key.of(seed).fold(8).permutation(INPUTS), ACTIVE);
            Arrays.sort(truth);
            recovered += Arrays.equals(truth, found(seed, truth, regrowAfterRemoval)) ? 1 : 0;
        }
        return recovered;
    }

    private static int[] found(long seed, int[] truth, boolean regrowAfterRemoval) {
        SsviSpec spec = new SsviSpec(
                ACTIVE / (double) INPUTS,
                Allocation.UNIFORM,
                List.of(),
                false,
                RemovalScore.SNR_MEAN_ABS,
                regrowAfterRemoval,
                25,
                0.3,
                0.75,
                1,
                Integer.MAX_VALUE);
        int valueRounds = 1000;
        Target target = new Target(NETWORK.layout(), GaussianPrior.isotropic(1), ROWS, new Elbo());
        GradientUpdate update = new GradientUpdate(new Adam(0.9, 0.999, 1e-8), new Schedule(0.05, 0, valueRounds));
        GradientSum values = new GradientSum(NETWORK, new LocalReparameterised(1), update, target, 25);
        Algorithm<SsviState, Sums> algorithm = Ssvi.of(spec, NETWORK, values, target, 25, valueRounds);
        Key key = Key.of(seed);
        SsviState start = SsviState.of(
                update.initial(Ssvi.initial(spec, NETWORK.layout(), new InitialPosterior(0.1, 0.1), key), target));
        int rounds = Ssvi.totalRounds(spec, NETWORK.layout(), valueRounds, 1);
        return new LocalRunner(List.of(Shard.split(data(seed, truth), 2)))
                .run(algorithm, start, 0, rounds, key, (round, outcome) -> true)
                .belief()
                .posterior()
                .support();
    }

    /** Standard normal inputs; coefficients of size 0.4 to 1.4 with random signs; noise variance 0.25. */
    private static Batch data(long seed, int[] truth) {
        Key key = Key.of(seed).fold(9);
        float[] features = new float[ROWS * INPUTS];
        float[] targets = new float[ROWS];
        key.fold(0).gaussians(features);
        float[] signs = new float[ACTIVE];
        key.fold(1).signs(signs);
        for (int r = 0; r < ROWS; r++) {
            double y = 0.5 * key.fold(2).gaussian(r);
            for (int k = 0; k < ACTIVE; k++) {
                y += signs[k] * (0.4 + key.fold(3).uniform(k)) * features[r * INPUTS + truth[k]];
            }
            targets[r] = (float) y;
        }
        return new Batch(features, targets, INPUTS);
    }
}
