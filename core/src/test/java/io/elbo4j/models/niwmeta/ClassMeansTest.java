package io.elbo4j.models.niwmeta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.data.FewShotClasses;
import io.elbo4j.data.Shard;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.FewShot;
import io.elbo4j.eval.Metrics;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.models.pointmeta.PrototypicalNetwork;
import io.elbo4j.nn.KernelNetwork;
import io.elbo4j.nn.LayerSpec;
import io.elbo4j.nn.NetworkSpec;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassMeansTest {

    private static final int INPUTS = 4;
    private static final KernelNetwork NETWORK = new KernelNetwork(new NetworkSpec(
            List.of(INPUTS),
            List.of(LayerSpec.parse("dense 6"), LayerSpec.parse("tanh"), LayerSpec.parse("dense 3")),
            true,
            new Categorical(3)));
    private static final ClassMeans MEANS = ClassMeans.of(NETWORK, ClosedForm.TestPrior.EXPECTED);
    private static final NiwMetaSpec SPEC = new NiwMetaSpec(
            new ExactQuadratic(), Objective.QUERY, 1, 4, false, new Adam(0.9, 0.999, 1e-8), new Schedule(0.02, 0, 150));

    @Test
    void gradient_equalsFiniteDifferences() {
        Forall.seeds(10, seed -> {
            NiwMetaState state = state(seed);
            Episode episode = episode(seed, 3, 2, 4);
            EpisodePart part = MEANS.part(state, episode, Key.of(seed));
            assertEquals(3, part.draws()[0]);
            double step = 1e-4;
            for (int e = 0; e < 3; e++) {
                assertEquals(
                        (loss(moved(state, e, step, 0), episode) - loss(moved(state, e, -step, 0), episode))
                                / (2 * step),
                        part.mean()[e],
                        1e-4,
                        "m0 " + e);
                assertEquals(
                        (loss(moved(state, e, 0, step), episode) - loss(moved(state, e, 0, -step), episode))
                                / (2 * step),
                        2 * EpisodeGaussian.expected(state.belief()).covariance()[e] * part.spread()[e],
                        1e-4,
                        "half log S " + e);
            }
            float wide = 1e-2f;
            for (int i = 0; i < state.shared().length; i++) {
                double up = loss(withShared(state, i, wide), episode);
                double down = loss(withShared(state, i, -wide), episode);
                assertEquals((up - down) / (2 * wide), part.shared()[i], 0.02 + 0.02 * Math.abs(up - down) / wide);
            }
        });
    }

    @Test
    void withoutAPrior_oneExampleEach_isAPrototypicalNetwork() {
        Forall.seeds(5, seed -> {
            NiwMetaState state = state(seed);
            NormalInverseWishart flat = new NormalInverseWishart(1, new double[3], new double[] {1e9, 1e9, 1e9}, 1);
            NiwMetaState wide =
                    new NiwMetaState(flat, flat, state.shared(), state.slots(), state.episodes(), state.skipped());
            Episode episode = episode(seed, 3, 1, 5);
            // Distances halve, by the variance of a class and that of its mean, and again by the half of a normal's
            // exponent.
            float[] theta = MEANS.theta(wide);
            for (ParameterBlock block : NETWORK.layout().blocks()) {
                if (block.name().startsWith("2.dense")) {
                    for (int i = block.offset(); i < block.end(); i++) {
                        theta[i] *= 0.5f;
                    }
                }
            }
            ClassPrediction prototypes = (ClassPrediction) new PrototypicalNetwork(NETWORK).prediction(theta, episode);
            ClassPrediction found = (ClassPrediction) MEANS.prediction(wide, episode);
            for (int i = 0; i < 15; i++) {
                assertEquals(prototypes.probability(i, i % 3), found.probability(i, i % 3), 1e-4, "query " + i);
            }
        });
    }

    @Test
    void anyNumberOfWays_isJudged_andCalibrated() {
        Shard shard = blobs();
        NiwMetaState start = NiwMeta.initial(SPEC, MEANS, theta(3), 1);
        NiwMetaState state = new LocalRunner(List.of(shard))
                .run(
                        NiwMeta.of(SPEC, MEANS, new FewShotClasses(5, 1, 3, false)),
                        start,
                        0,
                        150,
                        Key.of(5),
                        (r, o) -> true);
        assertEquals(start.belief().degrees() + 150 * 4 * 5, state.belief().degrees());
        for (int ways : new int[] {2, 7}) {
            Sums sums = Sums.NONE;
            for (int id = 0; id < 200; id++) {
                Episode episode =
                        new FewShotClasses(ways, 1, 3, false).of(shard).at(Key.of(8), id);
                sums = sums.plus(FewShot.of(MEANS.prediction(state, episode)));
            }
            Metrics metrics = FewShot.metrics(sums);
            assertTrue(metrics.value("accuracy") > 1.5 / ways, ways + " ways: " + metrics);
            assertTrue(metrics.value("ece15") < 0.08, ways + " ways: " + metrics);
        }
    }

    @Test
    void testPriors_differByHowWellTheBeliefIsKnown() {
        NiwMetaState state = state(2);
        Episode episode = episode(2, 3, 1, 5);
        Set<Double> found = new HashSet<>();
        for (ClosedForm.TestPrior prior : ClosedForm.TestPrior.values()) {
            found.add(FewShot.of(ClassMeans.of(NETWORK, prior).prediction(state, episode))
                    .logLik());
        }
        assertEquals(3, found.size());
    }

    @Test
    void whatCannotBeLearned_isRefused() {
        NiwMetaSpec bound = new NiwMetaSpec(
                new ExactQuadratic(),
                Objective.ELBO,
                1,
                4,
                false,
                new Adam(0.9, 0.999, 1e-8),
                new Schedule(0.02, 0, 9));
        IllegalArgumentException elbo = assertThrows(
                IllegalArgumentException.class, () -> NiwMeta.of(bound, MEANS, new FewShotClasses(5, 1, 3, false)));
        assertTrue(String.valueOf(elbo.getMessage()).contains("use the query's loss"));
        Batch gap = new Batch(new float[2 * INPUTS], new float[] {0, 2}, INPUTS);
        IllegalArgumentException missing = assertThrows(
                IllegalArgumentException.class, () -> MEANS.prediction(state(1), new Episode(0, gap, gap)));
        assertTrue(String.valueOf(missing.getMessage()).contains("class=1"));
    }

    private static double loss(NiwMetaState state, Episode episode) {
        return -MEANS.part(state, episode, Key.of(0)).logLik();
    }

    private static NiwMetaState state(long seed) {
        NiwMetaState start = NiwMeta.initial(SPEC, MEANS, theta(seed), 1);
        double[] mean = new double[3];
        double[] scale = new double[3];
        for (int e = 0; e < 3; e++) {
            mean[e] = Key.of(seed).fold(5).gaussian(e);
            scale[e] = 4 * (0.3 + Key.of(seed).fold(6).uniform(e));
        }
        NormalInverseWishart belief = new NormalInverseWishart(3, mean, scale, 4);
        return new NiwMetaState(belief, belief, start.shared(), start.slots(), 0, 0);
    }

    private static NiwMetaState moved(NiwMetaState state, int e, double byMean, double byHalfLog) {
        double[] mean = state.belief().mean().clone();
        double[] scale = state.belief().scale().clone();
        mean[e] += byMean;
        scale[e] *= Math.exp(2 * byHalfLog);
        NormalInverseWishart belief = new NormalInverseWishart(
                state.belief().strength(), mean, scale, state.belief().degrees());
        return new NiwMetaState(belief, belief, state.shared(), state.slots(), 0, 0);
    }

    private static NiwMetaState withShared(NiwMetaState state, int i, float by) {
        float[] shared = state.shared().clone();
        shared[i] += by;
        return new NiwMetaState(state.priors().get(0), state.belief(), shared, state.slots(), 0, 0);
    }

    private static float[] theta(long seed) {
        float[] theta = new float[NETWORK.layout().dimension()];
        Key.of(seed).gaussians(theta);
        for (int i = 0; i < theta.length; i++) {
            theta[i] *= 0.6f;
        }
        return theta;
    }

    private static Episode episode(long seed, int ways, int shots, int queries) {
        Key key = Key.of(seed).fold(77);
        return new Episode(1, rows(key.fold(1), ways, shots), rows(key.fold(2), ways, queries));
    }

    private static Batch rows(Key key, int ways, int each) {
        float[] x = new float[ways * each * INPUTS];
        float[] y = new float[ways * each];
        key.gaussians(x);
        for (int i = 0; i < y.length; i++) {
            y[i] = i % ways;
        }
        return new Batch(x, y, INPUTS);
    }

    /** Thirty classes of six rows around a place each. */
    private static Shard blobs() {
        float[] x = new float[30 * 6 * INPUTS];
        float[] y = new float[30 * 6];
        for (int row = 0; row < y.length; row++) {
            int own = row / 6;
            y[row] = own;
            for (int f = 0; f < INPUTS; f++) {
                x[row * INPUTS + f] = (float)
                        (Key.of(own).gaussian(f) + 0.5 * Key.of(own).fold(1).gaussian(6L * f + row % 6));
            }
        }
        return new Shard(0, 1, y.length, new Batch(x, y, INPUTS));
    }
}
