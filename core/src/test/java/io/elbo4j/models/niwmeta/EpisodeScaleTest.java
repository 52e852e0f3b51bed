package io.elbo4j.models.niwmeta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.data.GeneratedTasks;
import io.elbo4j.data.Shard;
import io.elbo4j.data.TaskFamily;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.eval.FewShot;
import io.elbo4j.eval.Metrics;
import io.elbo4j.eval.ValuePrediction;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.math.Sums;
import io.elbo4j.nn.KernelNetwork;
import io.elbo4j.nn.LayerSpec;
import io.elbo4j.nn.NetworkSpec;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import java.util.List;
import java.util.stream.Stream;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;

/** Episodes of three weights, linear in features, whose size and noise go together. */
class EpisodeScaleTest {

    private static final int INPUTS = 2;
    private static final int D = 3;
    private static final double DEGREES = 3;
    private static final double NOISE = 0.2;
    /** So sure that mean and covariance are as good as known. */
    private static final double SURE = 1e10;

    private static final OwnWeights WEIGHTS = OwnWeights.head(new KernelNetwork(new NetworkSpec(
            List.of(INPUTS),
            Stream.of("dense " + D, "tanh").map(LayerSpec::parse).toList(),
            false,
            new GaussianLearnedNoise())));
    private static final ClosedForm CLOSED = new ClosedForm(new ExactQuadratic(), ClosedForm.TestPrior.EXPECTED);

    /** y = features(x) · θ + noise with θ ~ N(m₀, s S), the noise s · NOISE and 1/s ~ gamma(ν/2, ν/2) with ν = 3. */
    private record Scaled(float[] shared, double[] mean, double[] root) implements TaskFamily {

        @Override
        public int inputs() {
            return INPUTS;
        }

        @Override
        public Batch rows(Key task, Key rows, int count) {
            double precision = 0;
            for (int i = 0; i < DEGREES; i++) {
                double z = task.fold(2).gaussian(i);
                precision += z * z / DEGREES;
            }
            double sd = 1 / Math.sqrt(precision);
            double[] theta = mean.clone();
            for (int i = 0; i < D; i++) {
                for (int j = 0; j <= i; j++) {
                    theta[i] += sd * root[i * D + j] * task.fold(1).gaussian(j);
                }
            }
            float[] x = new float[count * INPUTS];
            rows.gaussians(x);
            float[] features = features(shared, new Batch(x, new float[count], INPUTS));
            float[] y = new float[count];
            for (int row = 0; row < count; row++) {
                double output = sd * Math.sqrt(NOISE) * rows.fold(1).gaussian(row);
                for (int i = 0; i < D; i++) {
                    output += theta[i] * features[row * D + i];
                }
                y[row] = (float) output;
            }
            return new Batch(x, y, INPUTS);
        }
    }

    @Test
    void bound_isTheLogDensityOfAStudentT_andItsGradientThatOfFiniteDifferences() {
        Forall.seeds(5, seed -> {
            NiwMetaState state = state(seed);
            Episode episode = episode(seed, 2, 2);
            EpisodePart part = new FittedEpisodes(spec(DEGREES), WEIGHTS).part(state, episode, Key.of(1));
            assertEquals(logEvidence(state, episode.all(), DEGREES), part.logLik() - part.klNats(), 1e-4);

            double step = 1e-4;
            for (int i = 0; i < D; i++) {
                double[] up = state.belief().mean().clone();
                up[i] += step;
                double[] down = state.belief().mean().clone();
                down[i] -= step;
                assertSlope(
                        part.mean()[i],
                        logEvidence(with(state, belief(up, state.belief().scale())), episode.all(), DEGREES),
                        logEvidence(with(state, belief(down, state.belief().scale())), episode.all(), DEGREES),
                        step,
                        "mean " + i);
            }
            double[] bySpread = FullShape.INSTANCE.inCoordinates(
                    EpisodeGaussian.expected(state.belief()).covariance(), part.spread());
            for (int at = 0; at < D * D; at++) {
                if (at % D <= at / D) {
                    assertSlope(
                            bySpread[at],
                            logEvidence(spread(state, at, step), episode.all(), DEGREES),
                            logEvidence(spread(state, at, -step), episode.all(), DEGREES),
                            step,
                            "spread " + at);
                }
            }
        });
    }

    @Test
    void gradientOfSharedWeights_isThatOfFiniteDifferences() {
        Forall.seeds(5, seed -> {
            NiwMetaState state = state(seed);
            // Of fewer rows than weights, and of more.
            for (Episode episode : List.of(episode(seed, 1, 1), episode(seed, 2, 2))) {
                EpisodePart part = new FittedEpisodes(spec(DEGREES), WEIGHTS).part(state, episode, Key.of(1));
                float step = 1e-2f;
                for (int k = 0; k < state.shared().length; k++) {
                    float[] up = state.shared().clone();
                    up[k] += step;
                    float[] down = state.shared().clone();
                    down[k] -= step;
                    assertSlope(
                            part.shared()[k],
                            logEvidence(state.with(up), episode.all(), DEGREES),
                            logEvidence(state.with(down), episode.all(), DEGREES),
                            step,
                            "shared " + k);
                }
            }
        });
    }

    @Test
    void prediction_isTheIntegralOverScales() {
        Forall.seeds(3, seed -> {
            NiwMetaState state = state(seed);
            Episode episode = episode(seed, 3, 2);
            EpisodePredictive predictive = new EpisodePredictive(WEIGHTS, CLOSED, 1, new EpisodeScale(DEGREES));
            ValuePrediction scaled = (ValuePrediction) predictive.of(state, episode, Key.of(0));
            int rows = episode.support().rows();
            double distance = Evidence.of(
                            EpisodeGaussian.expected(state.belief()),
                            ExactQuadratic.rows(WEIGHTS.task(state, episode.support())),
                            EpisodeScale.ONE)
                    .squaredDistance();
            double shape = 0.5 * (DEGREES + rows);
            double rate = 0.5 * (DEGREES + distance);
            double[] density = new double[2];
            double[] atMost = new double[2];
            double total = 0;
            // The precision of the scale in steps that are even in its logarithm.
            for (double log = -12; log < 8; log += 0.005) {
                double precision = Math.exp(log);
                double weight = Math.exp(shape * log - rate * precision);
                ValuePrediction one = (ValuePrediction) new EpisodePredictive(WEIGHTS, CLOSED, 1)
                        .of(
                                with(WEIGHTS.at(precision, state), EpisodeScale.at(precision, state.belief())),
                                episode,
                                Key.of(0));
                for (int i = 0; i < 2; i++) {
                    density[i] += weight * Math.exp(one.logDensity()[i]);
                    atMost[i] += weight * one.atMost()[i];
                }
                total += weight;
            }
            for (int i = 0; i < 2; i++) {
                assertEquals(Math.log(density[i] / total), scaled.logDensity()[i], 1e-3);
                assertEquals(atMost[i] / total, scaled.atMost()[i], 1e-3);
                assertEquals(1, scaled.atMost()[i] + scaled.atLeast()[i], 1e-12);
            }
        });
    }

    @Test
    void episodesOfManyScales_areCoveredAsSaid_andPredictedBetterThanByOneScale() {
        Forall.seeds(2, seed -> {
            Metrics scaled = figures(seed, new EpisodeScale(DEGREES));
            // 1,000 episodes of 3 query rows that share a scale: no more independent than episodes.
            assertEquals(0.9, scaled.value("coverage90"), 4 * Math.sqrt(0.09 / 1000));
            assertTrue(scaled.value("nll") < figures(seed, EpisodeScale.ONE).value("nll") - 0.1);
        });
    }

    @Test
    void manyDegrees_areOneScale() {
        Episode episode = episode(4, 3, 2);
        NiwMetaState state = state(4);
        EpisodePart one = new FittedEpisodes(spec(Double.POSITIVE_INFINITY), WEIGHTS).part(state, episode, Key.of(1));
        EpisodePart many = new FittedEpisodes(spec(1e9), WEIGHTS).part(state, episode, Key.of(1));
        assertEquals(one.logLik() - one.klNats(), many.logLik() - many.klNats(), 1e-4);
        for (int i = 0; i < D; i++) {
            assertEquals(one.mean()[i], many.mean()[i], 1e-4);
        }
    }

    @Test
    void scales_needTheExactBound() {
        assertThrows(IllegalArgumentException.class, () -> new EpisodeScale(0));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new NiwMetaSpec(
                        new Laplace(5, 1),
                        Objective.ELBO,
                        1,
                        1,
                        MovingSupport.ALL,
                        new EpisodeScale(1),
                        false,
                        new Adam(0.9, 0.999, 1e-8),
                        new Schedule(0.1, 0, 10)));
        assertTrue(error.toString().contains("use the elbo, the gradient and an exact fit"), error.toString());
    }

    private static Metrics figures(long seed, EpisodeScale scale) {
        EpisodePredictive predictive = new EpisodePredictive(WEIGHTS, CLOSED, 1, scale);
        NiwMetaState state = state(seed);
        Sums sums = Sums.NONE;
        for (int id = 0; id < 1000; id++) {
            Episode episode = episodes(seed, 4, 3, id);
            sums = sums.plus(FewShot.of(predictive.of(state, episode, Key.of(seed))));
        }
        return FewShot.metrics(sums);
    }

    private static void assertSlope(double loss, double up, double down, double step, String what) {
        double expected = -(up - down) / (2 * step);
        assertEquals(expected, loss, 2e-3 * (1 + Math.abs(expected)), what);
    }

    /** By the dense covariance of the rows. */
    private static double logEvidence(NiwMetaState state, Batch rows, double degrees) {
        EpisodeGaussian prior = EpisodeGaussian.expected(state.belief());
        int n = rows.rows();
        float[] x = features(state.shared(), rows);
        double noise = Math.exp(state.shared()[state.shared().length - 1]);
        double[] covariance = new double[n * n];
        double[] off = new double[n];
        for (int a = 0; a < n; a++) {
            off[a] = rows.targets()[a];
            for (int i = 0; i < D; i++) {
                off[a] -= prior.mean()[i] * x[a * D + i];
                for (int b = 0; b < n; b++) {
                    for (int j = 0; j < D; j++) {
                        covariance[a * n + b] += x[a * D + i] * prior.covariance()[i * D + j] * x[b * D + j];
                    }
                }
            }
            covariance[a * n + a] += noise;
        }
        PositiveDefinite matrix = PositiveDefinite.of(covariance, n);
        double[] inverse = matrix.inverse();
        double distance = 0;
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                distance += off[a] * inverse[a * n + b] * off[b];
            }
        }
        return Gamma.logGamma(0.5 * (degrees + n))
                - Gamma.logGamma(0.5 * degrees)
                - 0.5 * (n * Math.log(degrees * Math.PI) + matrix.logDeterminant())
                - 0.5 * (degrees + n) * Math.log1p(distance / degrees);
    }

    private static NiwMetaState spread(NiwMetaState state, int at, double by) {
        double[] step = new double[D * D];
        step[at] = by;
        double[] covariance = FullShape.INSTANCE.moved(
                EpisodeGaussian.expected(state.belief()).covariance(), step);
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] *= SURE;
        }
        return with(state, belief(state.belief().mean(), covariance));
    }

    private static NiwMetaState with(NiwMetaState state, NormalInverseWishart belief) {
        return new NiwMetaState(belief, belief, state.shared(), new float[0][], 0, 0);
    }

    private static NormalInverseWishart belief(double[] mean, double[] scale) {
        return new NormalInverseWishart(SURE, mean, scale, SURE);
    }

    private static NiwMetaState state(long seed) {
        double[] root = root(seed);
        double[] scale = new double[D * D];
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                for (int k = 0; k <= Math.min(i, j); k++) {
                    scale[i * D + j] += SURE * root[i * D + k] * root[j * D + k];
                }
            }
        }
        NormalInverseWishart belief = belief(mean(seed), scale);
        return new NiwMetaState(belief, belief, shared(seed), new float[0][], 0, 0);
    }

    /** The first layer and the logarithm of the noise. */
    private static float[] shared(long seed) {
        float[] shared = new float[WEIGHTS.shared()];
        Key.of(seed).fold(8).gaussians(shared);
        shared[shared.length - 1] = (float) Math.log(NOISE);
        return shared;
    }

    /** {@code [rows, D]}. */
    private static float[] features(float[] shared, Batch rows) {
        return ((FeatureNetwork) WEIGHTS.network())
                .features(WEIGHTS.theta(shared, new float[WEIGHTS.own()]), rows.features());
    }

    private static double[] mean(long seed) {
        double[] mean = new double[D];
        for (int i = 0; i < D; i++) {
            mean[i] = Key.of(seed).fold(5).gaussian(i);
        }
        return mean;
    }

    private static double[] root(long seed) {
        double[] root = new double[D * D];
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < i; j++) {
                root[i * D + j] = 0.3 * Key.of(seed).fold(6).gaussian(i * D + j);
            }
            root[i * D + i] = 0.5 + Key.of(seed).fold(6).uniform(i);
        }
        return root;
    }

    private static Episode episode(long seed, int shots, int queries) {
        return episodes(seed, shots, queries, 7);
    }

    private static Episode episodes(long seed, int shots, int queries, long id) {
        return new GeneratedTasks(new Scaled(shared(seed), mean(seed), root(seed)), shots, queries)
                .of(new Shard(0, 1, 0, new Batch(new float[0], new float[0], 1)))
                .at(Key.of(seed), id);
    }

    private static NiwMetaSpec spec(double degrees) {
        return new NiwMetaSpec(
                new ExactQuadratic(),
                Objective.ELBO,
                1,
                1,
                MovingSupport.ALL,
                new EpisodeScale(degrees),
                false,
                new Adam(0.9, 0.999, 1e-8),
                new Schedule(0.1, 0, 10));
    }
}
