package io.elbo4j.models.pointmeta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.contract.AlgorithmContract;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.data.FewShotClasses;
import io.elbo4j.data.Shard;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.Classification;
import io.elbo4j.eval.FewShot;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.nn.KernelNetwork;
import io.elbo4j.nn.LayerSpec;
import io.elbo4j.nn.NetworkSpec;
import io.elbo4j.optim.Adam;
import io.elbo4j.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointMetaTest extends AlgorithmContract<PointMetaState, Sums> {

    private static final KernelNetwork NETWORK = new KernelNetwork(new NetworkSpec(
            List.of(4),
            List.of(LayerSpec.parse("dense 6"), LayerSpec.parse("tanh"), LayerSpec.parse("dense 3")),
            true,
            new Categorical(3)));
    private static final FewShotClasses EPISODES = new FewShotClasses(3, 2, 4, false);
    private static final List<EpisodicLearner> LEARNERS = List.of(
            new FirstOrderMaml(NETWORK, new Descent(3, 0.2)),
            new Reptile(NETWORK, new Descent(3, 0.2)),
            new PrototypicalNetwork(NETWORK),
            new SharedNetwork(NETWORK),
            new IndependentFits(NETWORK, new Descent(20, 0.2)));

    @Override
    protected Algorithm<PointMetaState, Sums> algorithm() {
        return rounds(LEARNERS.get(0), 10).algorithm();
    }

    @Override
    protected PointMetaState initial() {
        return rounds(LEARNERS.get(0), 10).initial(theta(1));
    }

    @Override
    protected List<Shard> shards() {
        return List.of(blobs(0, 2), blobs(1, 2));
    }

    @Test
    void directions_areGradients_whereTheySayIt() {
        Forall.seeds(3, seed -> {
            Episode episode = EPISODES.of(blobs(0, 1)).at(Key.of(seed), 2);
            for (EpisodicLearner learner : List.of(new PrototypicalNetwork(NETWORK), new SharedNetwork(NETWORK))) {
                float[] theta = theta(seed);
                ValueGrad at = learner.direction(theta, episode);
                double rows = learner instanceof SharedNetwork
                        ? episode.all().rows()
                        : episode.query().rows();
                for (int i = 0; i < theta.length; i += 3) {
                    float[] up = theta.clone();
                    float[] down = theta.clone();
                    up[i] += 1e-2f;
                    down[i] -= 1e-2f;
                    double expected = (learner.direction(up, episode).logLikSum()
                                    - learner.direction(down, episode).logLikSum())
                            / ((double) up[i] - down[i])
                            / rows;
                    assertEquals(expected, at.gradient()[i], 5e-3 * Math.max(1, Math.abs(expected)), learner + " " + i);
                }
            }
        });
    }

    @Test
    void firstOrderMaml_isTheQuerysGradientAfterTheSteps() {
        Episode episode = EPISODES.of(blobs(0, 1)).at(Key.of(1), 2);
        float[] theta = theta(1);
        float[] moved = theta.clone();
        for (int t = 0; t < 3; t++) {
            float[] gradient = NETWORK.valueGrad(moved, episode.support()).gradient();
            for (int i = 0; i < moved.length; i++) {
                moved[i] += (float) (0.2 / episode.support().rows() * gradient[i]);
            }
        }
        float[] expected = NETWORK.valueGrad(moved, episode.query()).gradient();
        float[] actual = LEARNERS.get(0).direction(theta, episode).gradient();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] / episode.query().rows(), actual[i], 1e-6);
        }
        float[] end = LEARNERS.get(1).direction(theta, episode).gradient();
        assertEquals(new Descent(3, 0.2).from(theta, NETWORK, episode.all())[5] - theta[5], end[5], 1e-7);
        assertArrayEquals(theta(1), theta, "the start is not written to");
    }

    @Test
    void learners_learnWhatEpisodesShare() {
        for (EpisodicLearner learner : LEARNERS) {
            PointMeta rounds = rounds(learner, 150);
            PointMetaState start = rounds.initial(theta(3));
            PointMetaState end = new LocalRunner(List.of(blobs(0, 1)))
                    .run(rounds.algorithm(), start, 0, 150, Key.of(3), (r, o) -> true);
            double before = accuracy(learner, start);
            double after = accuracy(learner, end);
            boolean adapts = learner instanceof FirstOrderMaml
                    || learner instanceof Reptile
                    || learner instanceof PrototypicalNetwork;
            assertTrue(!adapts || after > Math.max(0.8, before), learner + " before=" + before + " after=" + after);
            assertTrue(!(learner instanceof SharedNetwork) || after < 0.6, "labels are drawn anew: " + after);
        }
    }

    @Test
    void prototypes_areMeansOfTheSupport() {
        Episode episode = EPISODES.of(blobs(0, 1)).at(Key.of(4), 1);
        ClassPrediction prediction = (ClassPrediction) new PrototypicalNetwork(NETWORK).prediction(theta(2), episode);
        float[] f = NETWORK.features(theta(2), episode.all().features());
        double[] logits = new double[3];
        for (int k = 0; k < 3; k++) {
            for (int e = 0; e < 3; e++) {
                double mean = 0.5 * (f[2 * k * 3 + e] + f[(2 * k + 1) * 3 + e]);
                logits[k] -= Math.pow(f[6 * 3 + e] - mean, 2);
            }
        }
        double total = Math.log(Math.exp(logits[0]) + Math.exp(logits[1]) + Math.exp(logits[2]));
        for (int k = 0; k < 3; k++) {
            assertEquals(Math.exp(logits[k] - total), prediction.probability(0, k), 1e-5);
        }
    }

    @Test
    void state_survivesItsCodec() {
        PointMetaState state = new LocalRunner(shards()).run(algorithm(), initial(), 0, 2, Key.of(3), (r, o) -> true);
        assertEquals(state, PointMetaStateCodec.INSTANCE.decode(PointMetaStateCodec.INSTANCE.encode(state), 1));
        assertThrows(IllegalArgumentException.class, () -> new Descent(0, 0.1));
    }

    private static double accuracy(EpisodicLearner learner, PointMetaState state) {
        Sums sums = Sums.NONE;
        double direct = 0;
        for (int id = 0; id < 60; id++) {
            var prediction = (ClassPrediction)
                    learner.prediction(state.theta(), EPISODES.of(blobs(0, 1)).at(Key.of(8), id));
            sums = sums.plus(FewShot.of(prediction));
            direct += Classification.accuracy(prediction) / 60;
        }
        assertEquals(direct, FewShot.metrics(sums).value("accuracy"), 1e-12);
        return direct;
    }

    private static PointMeta rounds(EpisodicLearner learner, int rounds) {
        return new PointMeta(learner, EPISODES, 4, new Adam(0.9, 0.999, 1e-8), new Schedule(0.02, 0, rounds));
    }

    private static float[] theta(long seed) {
        float[] theta = new float[NETWORK.layout().dimension()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.5 * Key.of(seed).fold(1).gaussian(i));
        }
        return theta;
    }

    /** Eight classes around their own centres. */
    private static Shard blobs(int index, int shards) {
        List<Float> x = new ArrayList<>();
        float[] y = new float[8 * 12];
        for (int i = 0; i < y.length; i++) {
            y[i] = i % 8;
            for (int f = 0; f < 4; f++) {
                x.add((float) (2 * Key.of(50).fold(i % 8).gaussian(f)
                        + 0.3 * Key.of(51).fold(i).gaussian(f)));
            }
        }
        float[] features = new float[x.size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = x.get(i);
        }
        return new Shard(index, shards, (long) shards * y.length, new Batch(features, y, 4));
    }
}
