package io.elbo4j.models.niwmeta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.data.EpisodeSource;
import io.elbo4j.data.Episodes;
import io.elbo4j.data.GeneratedTasks;
import io.elbo4j.data.LinearTasks;
import io.elbo4j.data.Shard;
import io.elbo4j.data.TaskColumn;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.NiwStatistics;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Linear regressions whose weights are normal: everything is known in closed form. */
class NiwMetaTest extends AlgorithmContract<NiwMetaState, Sums> {

    private static final int D = 4;
    private static final double NOISE = 0.25;
    private static final double[] MEAN = {1, -0.5, 0.3, 2};
    private static final double[] COVARIANCE = {
        1, .3, 0, .1, //
        .3, .5, .1, 0, //
        0, .1, .8, -.2, //
        .1, 0, -.2, .3
    };
    private static final LinearTasks FAMILY = LinearTasks.of(MEAN, COVARIANCE, NOISE);
    private static final OwnWeights WEIGHTS =
            OwnWeights.whole(new LinearNetwork(D, false, new GaussianFixedNoise(NOISE)));
    private static final GeneratedTasks EPISODES = new GeneratedTasks(FAMILY, 5, 5);

    @Override
    protected Algorithm<NiwMetaState, Sums> algorithm() {
        return NiwMeta.of(spec(false, 6, 10), WEIGHTS, new TaskColumn(3, 4));
    }

    @Override
    protected NiwMetaState initial() {
        return initial(spec(false, 6, 10));
    }

    @Override
    protected List<Shard> shards() {
        return List.of(table(0), table(1), table(2));
    }

    @Test
    void finiteN_recoversTheHierarchy() {
        NiwMetaSpec spec = spec(true, 5000, 1);
        NiwMetaState state = run(spec, EPISODES, empty(1), initial(spec), 12);
        double apart = 0;
        double size = 0;
        for (int i = 0; i < D; i++) {
            double se = Math.sqrt(COVARIANCE[i * D + i] / spec.episodesPerRound());
            assertEquals(MEAN[i], state.belief().mean()[i], 3 * se, "mean " + i);
        }
        for (int i = 0; i < D * D; i++) {
            apart += Math.pow(state.belief().scale()[i] / state.belief().degrees() - COVARIANCE[i], 2);
            size += Math.pow(COVARIANCE[i], 2);
        }
        assertTrue(Math.sqrt(apart / size) < 0.1, "covariance apart=" + Math.sqrt(apart / size));
        double oracle = nll(new NormalInverseWishart(1e9, MEAN, times(COVARIANCE, 1e9), 1e9));
        assertEquals(oracle, nll(state.belief()), 0.01 * Math.abs(oracle));
    }

    @Test
    void gradient_goesWhereTheExactUpdateGoes() {
        NiwMetaSpec exact = spec(true, 2000, 1);
        NormalInverseWishart known =
                run(exact, EPISODES, empty(1), initial(exact), 12).belief();
        NiwMetaSpec spec = spec(false, 20, 400);
        NormalInverseWishart found =
                run(spec, EPISODES, empty(1), initial(spec), 400).belief();
        for (int i = 0; i < D; i++) {
            assertEquals(known.mean()[i], found.mean()[i], 0.1, "mean " + i);
        }
        for (int i = 0; i < D * D; i++) {
            assertEquals(known.scale()[i] / known.degrees(), found.scale()[i] / found.degrees(), 0.12, "spread " + i);
        }
    }

    @Test
    void additive_equalsTheStatisticsOfAllEpisodes() {
        NiwMetaSpec spec = spec(true, 20, 1);
        NiwMetaState start = initial(spec);
        NormalInverseWishart found = run(spec, EPISODES, empty(3), start, 1).belief();
        EpisodeGaussian prior = EpisodeGaussian.expected(start.belief());
        NiwStatistics members = NiwStatistics.NONE;
        for (int id = 0; id < 20; id++) {
            Episode episode = EPISODES.of(empty(1).get(0)).at(Stream.EPISODES.of(Key.of(5)), id);
            Quadratic fit = new ExactQuadratic().of(WEIGHTS.task(start.shared(), episode.all()), prior, Key.of(1));
            EpisodeGaussian local = FullShape.INSTANCE.local(prior, fit);
            members = members.plus(NiwStatistics.of(local.mean(), local.covariance()));
        }
        NormalInverseWishart expected = start.priors().get(0).updated(members);
        assertEquals(expected.degrees(), found.degrees(), 0);
        assertEquals(expected.strength(), found.strength(), 0);
        close(expected.mean(), found.mean(), 1e-12);
        close(expected.scale(), found.scale(), 1e-12);
    }

    @Test
    void shards_changeNothing() {
        for (boolean additive : new boolean[] {false, true}) {
            NiwMetaSpec spec = spec(additive, 70, 10);
            NiwMetaState one = run(spec, EPISODES, empty(1), initial(spec), 10);
            for (int count : new int[] {3, 64}) {
                NiwMetaState many = run(spec, EPISODES, empty(count), initial(spec), 10);
                close(one.belief().mean(), many.belief().mean(), 1e-10);
                close(one.belief().scale(), many.belief().scale(), 1e-10);
            }
        }
    }

    @Test
    void episodeWithoutAFiniteFit_isNamedSkippedAndCounted() {
        NiwMetaSpec spec = spec(false, 8, 100);
        EpisodeSource broken = breaking(11);
        NiwMetaState state = initial(spec);
        List<Double> named = new ArrayList<>();
        state = new LocalRunner(empty(3)).run(NiwMeta.of(spec, WEIGHTS, broken), state, 0, 4, Key.of(5), (r, o) -> {
            named.add(o.diagnostics().getOrDefault("skippedEpisode", -1.0));
            return true;
        });
        assertEquals("[-1.0, 11.0, -1.0, -1.0]", named.toString());
        assertEquals(1, state.skipped());
        assertEquals(32, state.episodes());
        assertEquals(
                NiwMeta.initial(spec, WEIGHTS, new float[D], 1, true).belief().degrees() + 31,
                state.belief().degrees());
        DivergedException error =
                assertThrows(DivergedException.class, () -> run(spec, breaking(11, 12), empty(3), initial(spec), 4));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains("episodes=16 skipped=2 lastSkipped=[11, 12];"), message);
    }

    /** With a step that is too long for the curvature of some episodes, whose draws then leave the numbers. */
    @Test
    void sgldThatBlowsUp_isSkippedByItsEpisodesId() {
        OwnWeights weights = OwnWeights.whole(new LinearNetwork(1, false, new GaussianFixedNoise(1)));
        EpisodeSource source = shard -> new Episodes() {
            @Override
            public boolean isEmpty() {
                return false;
            }

            @Override
            public Episode at(Key key, long id) {
                // A step of 0.1 is stable while the curvature, x², is below 40.
                float x = id == 13 ? 1e4f : 1 + id % 3;
                Batch rows = new Batch(new float[] {x}, new float[] {x}, 1);
                return new Episode(id, rows, rows);
            }
        };
        NiwMetaSpec spec = new NiwMetaSpec(
                new Sgld(3, 20, 0.1, 1e4),
                Objective.QUERY,
                1,
                10,
                false,
                new Adam(0.9, 0.999, 1e-8),
                new Schedule(0.01, 0, 10));
        NiwMetaState start = NiwMeta.initial(spec, weights, new float[1], 1, false);
        List<Double> named = new ArrayList<>();
        NiwMetaState end = new LocalRunner(empty(2))
                .run(NiwMeta.of(spec, weights, source), start, 0, 3, Key.of(5), (r, o) -> {
                    named.add(o.diagnostics().getOrDefault("skippedEpisode", -1.0));
                    return true;
                });
        assertEquals("[-1.0, 13.0, -1.0]", named.toString());
        assertEquals(1, end.skipped());
        assertTrue(Double.isFinite(end.belief().mean()[0]));
    }

    @Test
    void state_survivesItsCodec() {
        NiwMetaState state = run(spec(false, 6, 10), EPISODES, empty(2), initial(), 3);
        NiwMetaStateCodec codec = NiwMetaStateCodec.INSTANCE;
        assertEquals(state, codec.decode(codec.encode(state), codec.version()));
    }

    @Test
    void posterior_isWhatTheBeliefSaysOfANewEpisode() {
        NormalInverseWishart belief = new NormalInverseWishart(9, MEAN, times(COVARIANCE, 9), 9);
        var posterior =
                NiwMeta.posterior(WEIGHTS, new NiwMetaState(belief, belief, new float[0], new float[0][], 0, 0));
        assertEquals("[1.0, -0.5, 0.3, 2.0]", Arrays.toString(posterior.meanTheta()));
        assertEquals(Math.sqrt(0.8), posterior.sd()[2], 1e-6);
    }

    @Test
    void prediction_isThatOfTheExactPosterior() {
        NormalInverseWishart belief = new NormalInverseWishart(1e9, MEAN, times(COVARIANCE, 1e9), 1e9);
        NiwMetaState state = new NiwMetaState(belief, belief, new float[0], new float[0][], 0, 0);
        EpisodePredictive predictive =
                new EpisodePredictive(WEIGHTS, new ClosedForm(new ExactQuadratic(), ClosedForm.TestPrior.EXPECTED), 1);
        Forall.seeds(2, seed -> {
            Episode episode = EPISODES.of(empty(1).get(0)).at(Key.of(seed), 3);
            FullGaussian exact = (FullGaussian)
                    predictive.posterior(state, episode, Key.of(1)).components().get(0);
            var prediction = (io.elbo4j.eval.ValuePrediction) predictive.of(state, episode, Key.of(seed));
            for (int row = 0; row < 5; row++) {
                double[] moments = moments(exact, episode.query(), row);
                assertEquals(moments[0], prediction.mean()[row], 1e-6);
                assertEquals(Math.sqrt(moments[1] + NOISE), prediction.totalSd()[row], 1e-6);
                double off = (episode.query().targets()[row] - moments[0]) / Math.sqrt(moments[1] + NOISE);
                assertEquals(
                        -0.5 * (Math.log(2 * Math.PI * (moments[1] + NOISE)) + off * off),
                        prediction.logPredictive()[row],
                        1e-5);
            }
        });
    }

    @Test
    void testPriors_coincideWhenManyEpisodesWereSeen_andWidenWhenFew() {
        Episode episode = EPISODES.of(empty(1).get(0)).at(Key.of(2), 1);
        double[] few = traces(8, episode);
        double[] many = traces(1e7, episode);
        assertTrue(few[1] < few[0] && few[0] < few[2], "mode < expected < Student t: " + Arrays.toString(few));
        assertEquals(many[0], many[1], 1e-5 * many[0]);
        assertEquals(many[0], many[2], 1e-5 * many[0]);
    }

    @Test
    void badSettings_areErrors() {
        assertThrows(IllegalArgumentException.class, () -> spec(false, 0, 10));
        assertThrows(IllegalArgumentException.class, () -> new Sgld(0, 1, 1e-3, 1e3));
        assertThrows(IllegalArgumentException.class, () -> new Laplace(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new VariationalSteps(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new OwnWeights(WEIGHTS.network(), 2, 2));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new ExactQuadratic()
                        .of(
                                WEIGHTS.task(new float[0], FAMILY.rows(Key.of(1), Key.of(1), 3)),
                                new EpisodeGaussian(new double[D], new double[] {1, 1, 1, 1}),
                                Key.of(1)));
        assertTrue(String.valueOf(error.getMessage()).startsWith("exact fit: full beliefs only: dimension=4;"));
    }

    /** Traces of the posterior by each prior. */
    private static double[] traces(double degrees, Episode episode) {
        NormalInverseWishart belief = new NormalInverseWishart(degrees, MEAN, times(COVARIANCE, degrees), degrees);
        double[] traces = new double[3];
        List<ClosedForm.TestPrior> priors =
                List.of(ClosedForm.TestPrior.EXPECTED, ClosedForm.TestPrior.MODE, ClosedForm.TestPrior.STUDENT_T);
        for (int p = 0; p < 3; p++) {
            EpisodeGaussian local = new ClosedForm(new ExactQuadratic(), priors.get(p))
                    .posterior(
                            belief, WEIGHTS.task(new float[0], episode.support().slice(0, 1)), Key.of(1));
            for (int i = 0; i < D; i++) {
                traces[p] += local.covariance()[i * D + i];
            }
        }
        return traces;
    }

    /** Mean negative log density of queries, each by itself, given the support. */
    private static double nll(NormalInverseWishart belief) {
        Episodes episodes = EPISODES.of(empty(1).get(0));
        double sum = 0;
        int count = 500;
        for (int id = 0; id < count; id++) {
            Episode episode = episodes.at(Key.of(77), id);
            FullGaussian local = (FullGaussian) new ClosedForm(new ExactQuadratic(), ClosedForm.TestPrior.EXPECTED)
                    .posterior(belief, WEIGHTS.task(new float[0], episode.support()), Key.of(1))
                    .posterior();
            for (int row = 0; row < episode.query().rows(); row++) {
                double[] moments = moments(local, episode.query(), row);
                double variance = moments[1] + NOISE;
                double off = episode.query().targets()[row] - moments[0];
                sum += 0.5 * (Math.log(2 * Math.PI * variance) + off * off / variance);
            }
        }
        return sum / count / 5;
    }

    /** Mean and variance of xᵀθ. */
    private static double[] moments(FullGaussian local, Batch rows, int row) {
        float[] x = rows.features().dense();
        double mean = 0;
        double variance = 0;
        for (int i = 0; i < D; i++) {
            mean += x[row * D + i] * local.mean()[i];
            for (int j = 0; j < D; j++) {
                variance += x[row * D + i] * local.covariance()[i * D + j] * x[row * D + j];
            }
        }
        return new double[] {mean, variance};
    }

    /** Episodes of which some have a target that is no number. */
    private static EpisodeSource breaking(long... ids) {
        return shard -> new Episodes() {
            @Override
            public boolean isEmpty() {
                return false;
            }

            @Override
            public Episode at(Key key, long id) {
                Episode episode = EPISODES.of(shard).at(key, id);
                if (Arrays.stream(ids).anyMatch(each -> each == id)) {
                    episode.support().targets()[0] = Float.NaN;
                }
                return episode;
            }
        };
    }

    private static NiwMetaSpec spec(boolean additive, int episodes, int rounds) {
        return new NiwMetaSpec(
                new ExactQuadratic(),
                Objective.ELBO,
                1,
                episodes,
                additive,
                new Adam(0.9, 0.999, 1e-8),
                new Schedule(0.05, 0, rounds));
    }

    private static NiwMetaState initial(NiwMetaSpec spec) {
        return NiwMeta.initial(spec, WEIGHTS, new float[D], 1, true);
    }

    private static NiwMetaState run(
            NiwMetaSpec spec, EpisodeSource source, List<Shard> shards, NiwMetaState start, int rounds) {
        return new LocalRunner(shards)
                .run(NiwMeta.of(spec, WEIGHTS, source), start, 0, rounds, Key.of(5), (r, o) -> true);
    }

    private static List<Shard> empty(int count) {
        List<Shard> shards = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            shards.add(new Shard(s, count, 0, new Batch(new float[0], new float[0], D)));
        }
        return shards;
    }

    /** Five tasks of eight rows, with their number before the inputs. */
    private static Shard table(int index) {
        float[] x = new float[40 * (D + 1)];
        float[] y = new float[40];
        for (int task = 0; task < 5; task++) {
            Key key = Key.of(9).fold(index).fold(task);
            Batch rows = FAMILY.rows(key, key.fold(1), 8);
            for (int r = 0; r < 8; r++) {
                int row = 8 * task + r;
                x[row * (D + 1)] = 3 * task + index;
                System.arraycopy(rows.features().dense(), r * D, x, row * (D + 1) + 1, D);
                y[row] = rows.targets()[r];
            }
        }
        return new Shard(index, 3, 120, new Batch(x, y, D + 1));
    }

    private static double[] times(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    private static void close(double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * (1 + Math.abs(expected[i])), "number " + i);
        }
    }
}
