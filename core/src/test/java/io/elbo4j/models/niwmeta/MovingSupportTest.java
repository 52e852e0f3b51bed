package io.elbo4j.models.niwmeta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.data.GeneratedTasks;
import io.elbo4j.data.LinearTasks;
import io.elbo4j.data.Shard;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Linear regressions on 20 inputs, of which 5 have weights other than 0, and these around 0. */
class MovingSupportTest {

    private static final int D = 20;
    private static final int[] TRUE = {2, 7, 11, 13, 19};
    private static final double NOISE = 0.1;
    private static final OwnWeights WEIGHTS =
            OwnWeights.whole(new LinearNetwork(D, false, new GaussianFixedNoise(NOISE)));
    private static final int ROUNDS = 60;

    @Test
    void budget_holdsInEveryRound_andTheTrueSupportIsFound() {
        Forall.seeds(2, seed -> {
            for (boolean full : new boolean[] {true, false}) {
                NiwMetaSpec spec = spec(full);
                NiwMetaState start = NiwMeta.initial(spec, WEIGHTS, new float[D], 1, full, 1, Key.of(seed));
                Set<Integer> seen = new TreeSet<>();
                NiwMetaState end = new LocalRunner(shards(3))
                        .run(
                                NiwMeta.of(spec, WEIGHTS, episodes()),
                                start,
                                0,
                                ROUNDS,
                                Key.of(seed),
                                (round, outcome) -> {
                                    NiwMetaState state = outcome.state();
                                    SparseGaussian belief = NiwMeta.posterior(WEIGHTS, state);
                                    assertEquals(5, belief.active(), "round " + round);
                                    assertEquals(
                                            5,
                                            Arrays.stream(state.active())
                                                    .distinct()
                                                    .count());
                                    assertEquals(5, state.belief().mean().length);
                                    Arrays.stream(state.active()).forEach(seen::add);
                                    return true;
                                });
                assertTrue(seen.size() > 5, "the support never moved: " + seen);
                int[] found = end.active().clone();
                Arrays.sort(found);
                assertArrayEquals(TRUE, found, "seed " + seed + " full " + full);
            }
        });
    }

    @Test
    void prediction_isThatOfTheActiveInputsAlone() {
        NiwMetaSpec spec = spec(true);
        NiwMetaState state = NiwMeta.initial(spec, WEIGHTS, new float[D], 1, true, 1, Key.of(3));
        Episode episode = episodes().of(shards(1).get(0)).at(Key.of(5), 1);
        EpisodePredictive predictive =
                new EpisodePredictive(WEIGHTS, new ClosedForm(new ExactQuadratic(), ClosedForm.TestPrior.EXPECTED), 1);
        ValuePrediction some = (ValuePrediction) predictive.of(state, episode, Key.of(1));
        OwnWeights few = OwnWeights.whole(new LinearNetwork(5, false, new GaussianFixedNoise(NOISE)));
        NiwMetaState dense = NiwMeta.initial(dense(), few, new float[5], 1, true);
        Episode narrow = new Episode(1, columns(episode.support(), state), columns(episode.query(), state));
        EpisodePredictive other =
                new EpisodePredictive(few, new ClosedForm(new ExactQuadratic(), ClosedForm.TestPrior.EXPECTED), 1);
        ValuePrediction alone = (ValuePrediction) other.of(dense, narrow, Key.of(1));
        assertArrayEquals(alone.mean(), some.mean(), 1e-5);
        assertArrayEquals(alone.epistemicSd(), some.epistemicSd(), 1e-6);
        assertEquals(
                5,
                ((FullGaussian) predictive
                                .posterior(state, episode, Key.of(1))
                                .components()
                                .get(0))
                        .dimension());
    }

    @Test
    void move_replacesTheSmallestByTheSteepest_andForgetsThem() {
        NiwMetaSpec spec = spec(true);
        NiwMetaState start = NiwMeta.initial(spec, WEIGHTS, new float[D], 1, true, 1, Key.of(1));
        double[] mean = {3, 3, 0.1, 3, 0.2};
        double[] scale = new double[25];
        Arrays.fill(scale, 0.1);
        for (int i = 0; i < 5; i++) {
            scale[6 * i] = 1;
        }
        NormalInverseWishart belief = new NormalInverseWishart(9, mean, scale, 10);
        NiwMetaState state = new NiwMetaState(
                List.of(belief), List.of(belief), new int[] {1, 3, 5, 7, 9}, new float[0], start.slots(), 0, 0);
        double[] slopes = new double[D];
        Arrays.setAll(slopes, i -> i % 10);
        // 8 and 18 are as steep: the lower index enters.
        // 0.6 · ½ (1 + cos(π 4 / 50)) of 5: two.
        NiwMetaState moved = spec.support().moved(state, slopes, 3);
        assertArrayEquals(new int[] {1, 3, 8, 7, 19}, moved.active());
        assertArrayEquals(new double[] {3, 3, 0, 3, 0}, moved.belief().mean());
        double[] expected = scale.clone();
        for (int i : new int[] {2, 4}) {
            for (int j = 0; j < 5; j++) {
                expected[5 * i + j] = 0;
                expected[5 * j + i] = 0;
            }
            expected[6 * i] = 10 * 0.25;
        }
        assertArrayEquals(expected, moved.belief().scale());
    }

    @Test
    void whatCannotBe_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MovingSupport(0, 1, 0.3, 10, 1));
        assertThrows(IllegalArgumentException.class, () -> new MovingSupport(1.1, 1, 0.3, 10, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new NiwMetaSpec(
                        new ExactQuadratic(),
                        Objective.ELBO,
                        1,
                        1,
                        new MovingSupport(0.5, 1, 0.3, 10, 1),
                        EpisodeScale.ONE,
                        true,
                        new Adam(0.9, 0.999, 1e-8),
                        new Schedule(0.1, 0, 10)));
    }

    private static Batch columns(Batch rows, NiwMetaState state) {
        float[] some = new float[rows.rows() * 5];
        for (int row = 0; row < rows.rows(); row++) {
            for (int i = 0; i < 5; i++) {
                some[row * 5 + i] = rows.features().dense()[row * D + state.active()[i]];
            }
        }
        return new Batch(some, rows.targets(), 5);
    }

    private static GeneratedTasks episodes() {
        double[] covariance = new double[D * D];
        for (int i = 0; i < D; i++) {
            covariance[i * D + i] = 1e-8;
        }
        for (int i : TRUE) {
            covariance[i * D + i] = 1;
        }
        return new GeneratedTasks(LinearTasks.of(new double[D], covariance, NOISE), 10, 10);
    }

    private static NiwMetaSpec dense() {
        return new NiwMetaSpec(
                new ExactQuadratic(),
                Objective.ELBO,
                1,
                20,
                false,
                new Adam(0.9, 0.999, 1e-8),
                new Schedule(0.05, 0, ROUNDS));
    }

    private static NiwMetaSpec spec(boolean full) {
        return new NiwMetaSpec(
                full ? new ExactQuadratic() : new Laplace(30, 1),
                Objective.ELBO,
                1,
                20,
                new MovingSupport(0.25, 4, 0.6, ROUNDS - 10, 0.5),
                EpisodeScale.ONE,
                false,
                new Adam(0.9, 0.999, 1e-8),
                new Schedule(0.05, 0, ROUNDS));
    }

    private static List<Shard> shards(int count) {
        List<Shard> shards = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            shards.add(new Shard(s, count, 0, new Batch(new float[0], new float[0], D)));
        }
        return shards;
    }
}
