package io.elbo4j.models.niwmeta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.data.GeneratedTasks;
import io.elbo4j.data.Shard;
import io.elbo4j.data.TaskFamily;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;

/** Episodes of two kinds: lines through 0 whose slopes are around 2, three in ten, or around −2. */
class ComponentsTest {

    private static final double NOISE = 0.25;
    private static final double SHARE = 0.3;
    private static final double SLOPE_SD = 0.5;
    private static final OwnWeights WEIGHTS =
            OwnWeights.whole(new LinearNetwork(1, false, new GaussianFixedNoise(NOISE)));

    /** y = slope · x + noise. */
    private record TwoKinds() implements TaskFamily {

        @Override
        public int inputs() {
            return 1;
        }

        @Override
        public Batch rows(Key task, Key rows, int count) {
            double slope =
                    (task.uniform(0) < SHARE ? 2 : -2) + SLOPE_SD * task.fold(1).gaussian(0);
            float[] x = new float[count];
            float[] y = new float[count];
            for (int i = 0; i < count; i++) {
                x[i] = (float) rows.gaussian(i);
                y[i] = (float) (slope * x[i] + Math.sqrt(NOISE) * rows.fold(1).gaussian(i));
            }
            return new Batch(x, y, 1);
        }
    }

    @Test
    void bound_isTheLogOfTheMixedEvidence_andItsGradientThatOfFiniteDifferences() {
        Forall.seeds(5, seed -> {
            Episode episode = episode(seed, 4);
            NiwMetaState state = state(5 + Key.of(seed).uniform(0), 0.7, 4, -0.5, 9);
            EpisodePart part = new FittedEpisodes(spec(false, 1, 1), WEIGHTS).part(state, episode, Key.of(1));
            assertEquals(logEvidence(state, episode.all()), part.logLik() - part.klNats(), 1e-6);
            for (int k = 0; k < 2; k++) {
                double up = logEvidence(moved(state, k, 1e-4), episode.all());
                double down = logEvidence(moved(state, k, -1e-4), episode.all());
                double expected = -(up - down) / 2e-4;
                assertEquals(expected, part.mean()[k], 1e-5 * (1 + Math.abs(expected)), "component " + k);
            }
            assertEquals(1, Arrays.stream(part.draws()).sum(), 1e-12);
        });
    }

    @Test
    void twoKinds_areTakenApart_byBothUpdates() {
        Forall.seeds(1, seed -> {
            for (boolean additive : new boolean[] {true, false}) {
                NiwMetaSpec spec = spec(additive, additive ? 400 : 20, additive ? 20 : 300);
                int rounds = (int) spec.schedule().totalSteps();
                NiwMetaState start = NiwMeta.initial(spec, WEIGHTS, new float[1], 2, true, 2, Key.of(0));
                NiwMetaState found = new LocalRunner(shards(3))
                        .run(
                                NiwMeta.of(spec, WEIGHTS, new GeneratedTasks(new TwoKinds(), 5, 5)),
                                start,
                                0,
                                rounds,
                                Key.of(seed),
                                (r, o) -> true);
                int first = found.beliefs().get(0).mean()[0]
                                > found.beliefs().get(1).mean()[0]
                        ? 0
                        : 1;
                String kind = (additive ? "additive " : "gradient ") + Arrays.toString(found.shares());
                assertEquals(2, found.beliefs().get(first).mean()[0], 0.2, kind);
                assertEquals(-2, found.beliefs().get(1 - first).mean()[0], 0.2, kind);
                if (additive) {
                    // 4 standard errors of the number of episodes.
                    assertEquals(SHARE, found.shares()[first], 4 * Math.sqrt(SHARE * (1 - SHARE) / 400), kind);
                } else {
                    // In the first fifth of the rounds each takes one half.
                    assertEquals(0.2 * 0.5 + 0.8 * SHARE, found.shares()[first], 0.05, kind);
                }
            }
        });
    }

    @Test
    void prediction_hasBothModes_untilTheSupportTellsThemApart() {
        NiwMetaState state = state(1e9 * SHARE, 2, 1e9 * (1 - SHARE), -2, 1e9);
        EpisodePredictive predictive =
                new EpisodePredictive(WEIGHTS, new ClosedForm(new ExactQuadratic(), ClosedForm.TestPrior.EXPECTED), 1);
        for (float x : new float[] {0, 0.4f, 1.5f}) {
            Batch support = new Batch(new float[] {x}, new float[] {2 * x}, 1);
            Episode episode = new Episode(3, support, new Batch(new float[] {3}, new float[] {6}, 1));
            // Bayes' rule with the evidence of each kind.
            double variance = SLOPE_SD * SLOPE_SD * x * x + NOISE;
            double likely = SHARE;
            double other = (1 - SHARE) * Math.exp(-0.5 * 16 * x * x / variance);
            double exact = likely / (likely + other);
            double[] found = predictive.posterior(state, episode, Key.of(1)).probabilities();
            assertEquals(exact, found[0], 1e-6, "x=" + x);
            ValuePrediction prediction = (ValuePrediction) predictive.of(state, episode, Key.of(1));
            // A target of 6 at x = 3 is nearly impossible for lines around −2, so the mode's weight is its share of the
            // density.
            double precision = x * x / NOISE + 1 / (SLOPE_SD * SLOPE_SD);
            double mode = NOISE + 9 / precision;
            assertEquals(
                    Math.log(exact) - 0.5 * Math.log(2 * Math.PI * mode),
                    prediction.logPredictive()[0],
                    1e-5,
                    "x=" + x);
        }
    }

    @Test
    void shardsAndStorage_changeNothing() {
        NiwMetaSpec spec = spec(false, 30, 20);
        NiwMetaState start = NiwMeta.initial(spec, WEIGHTS, new float[1], 2, true, 3, Key.of(0));
        List<NiwMetaState> ends = new ArrayList<>();
        for (int count : new int[] {1, 7}) {
            ends.add(new LocalRunner(shards(count))
                    .run(
                            NiwMeta.of(spec, WEIGHTS, new GeneratedTasks(new TwoKinds(), 5, 5)),
                            start,
                            0,
                            20,
                            Key.of(5),
                            (r, o) -> true));
        }
        for (int k = 0; k < 3; k++) {
            assertEquals(
                    ends.get(0).beliefs().get(k).mean()[0],
                    ends.get(1).beliefs().get(k).mean()[0],
                    1e-10);
        }
        NiwMetaStateCodec codec = NiwMetaStateCodec.INSTANCE;
        assertEquals(ends.get(0), codec.decode(codec.encode(ends.get(0)), codec.version()));
        assertEquals(3, codec.decode(codec.encode(ends.get(0)), codec.version()).components());
    }

    @Test
    void posterior_hasTheMomentsOfTheMixture() {
        var posterior = NiwMeta.posterior(WEIGHTS, state(30, 2, 70, -2, 100));
        assertEquals(0.3 * 2 - 0.7 * 2, posterior.meanTheta()[0], 1e-6);
        assertEquals(Math.sqrt(SLOPE_SD * SLOPE_SD + 0.3 * 0.7 * 16), posterior.sd()[0], 1e-6);
    }

    @Test
    void whatCannotBe_isRefused() {
        NormalInverseWishart one = belief(1, 0, 3);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new NiwMetaState(
                        List.of(one, one), List.of(one), new int[] {0}, new float[0], new float[0][], 0, 0));
        assertTrue(String.valueOf(error.getMessage()).contains("priors=2 beliefs=1;"), error.getMessage());
        NiwMetaState two = state(3, 2, 3, -2, 3);
        EpisodePredictive stepped = new EpisodePredictive(WEIGHTS, new VariationalSteps(2, 0.1), 3);
        assertThrows(IllegalArgumentException.class, () -> stepped.of(two, episode(1, 4), Key.of(1)));
        assertThrows(IllegalArgumentException.class, () -> new EpisodeMixture(new double[] {1}, List.of()));
    }

    /** log Σ exp(E[log share] + log evidence − what the doubt about mean and covariance costs). */
    private static double logEvidence(NiwMetaState state, Batch rows) {
        double[] logs = new double[2];
        double total = state.beliefs().stream()
                .mapToDouble(NormalInverseWishart::strength)
                .sum();
        for (int k = 0; k < 2; k++) {
            NormalInverseWishart belief = state.beliefs().get(k);
            double n = belief.degrees();
            double doubt = 0.5 * (Math.log(n / 2) - Gamma.digamma(n / 2) + 1 / belief.strength());
            logs[k] = Gamma.digamma(belief.strength()) - Gamma.digamma(total) - doubt;
            // One row after the other: y | rows before is normal.
            double mean = belief.mean()[0];
            double variance = belief.scale()[0] / n;
            for (int i = 0; i < rows.rows(); i++) {
                double x = rows.features().dense()[i];
                double spread = x * x * variance + NOISE;
                double off = rows.targets()[i] - x * mean;
                logs[k] -= 0.5 * (Math.log(2 * Math.PI * spread) + off * off / spread);
                mean += variance * x * off / spread;
                variance -= variance * variance * x * x / spread;
            }
        }
        double largest = Math.max(logs[0], logs[1]);
        return largest + Math.log(Math.exp(logs[0] - largest) + Math.exp(logs[1] - largest));
    }

    private static NiwMetaState moved(NiwMetaState state, int component, double by) {
        List<NormalInverseWishart> beliefs = new ArrayList<>(state.beliefs());
        NormalInverseWishart belief = beliefs.get(component);
        beliefs.set(
                component,
                new NormalInverseWishart(
                        belief.strength(), new double[] {belief.mean()[0] + by}, belief.scale(), belief.degrees()));
        return new NiwMetaState(state.priors(), beliefs, state.active(), state.shared(), state.slots(), 0, 0);
    }

    private static NiwMetaState state(
            double strength, double mean, double otherStrength, double otherMean, double degrees) {
        List<NormalInverseWishart> beliefs =
                List.of(belief(strength, mean, degrees), belief(otherStrength, otherMean, degrees));
        return new NiwMetaState(beliefs, beliefs, new int[] {0}, new float[0], new float[0][], 0, 0);
    }

    private static NormalInverseWishart belief(double strength, double mean, double degrees) {
        return new NormalInverseWishart(
                strength, new double[] {mean}, new double[] {degrees * SLOPE_SD * SLOPE_SD}, degrees);
    }

    private static NiwMetaSpec spec(boolean additive, int episodes, int rounds) {
        return new NiwMetaSpec(
                new ExactQuadratic(),
                Objective.ELBO,
                1,
                episodes,
                additive,
                new Adam(0.9, 0.999, 1e-8),
                new Schedule(0.15, 0, rounds));
    }

    private static Episode episode(long seed, int shots) {
        return new GeneratedTasks(new TwoKinds(), shots, 3).of(shards(1).get(0)).at(Key.of(seed), 7);
    }

    private static List<Shard> shards(int count) {
        List<Shard> shards = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            shards.add(new Shard(s, count, 0, new Batch(new float[0], new float[0], 1)));
        }
        return shards;
    }
}
