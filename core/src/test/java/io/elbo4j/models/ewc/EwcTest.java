package io.elbo4j.models.ewc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.estimator.Reparameterised;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.GradientSum;
import io.elbo4j.nn.Networks;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Schedule;
import io.elbo4j.optim.Sgd;
import io.elbo4j.update.GradientUpdate;
import io.elbo4j.update.PosteriorPrior;
import io.elbo4j.update.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EwcTest {

    private static final ParameterLayout NO_LAYERS = new ParameterLayout(List.of());

    private static final double NOISE = 0.5;
    private static final double PRIOR_VARIANCE = 2;

    /** Rows of one feature each, so that the posterior of linear regression is a product of normals. */
    private static Batch rows(int count, Key key) {
        float[] x = new float[count * 3];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            int feature = i % 3;
            x[3 * i + feature] = (float) (0.3 + Math.abs(key.gaussian(i)));
            y[i] = (float) (x[3 * i + feature] * (feature - 0.7)
                    + Math.sqrt(NOISE) * key.fold(1).gaussian(i));
        }
        return new Batch(x, y, 3);
    }

    private static EwcState task(Batch rows, GaussianPrior prior, double strength, double decay, long seed) {
        Network network = new LinearNetwork(3, false, new GaussianFixedNoise(NOISE));
        Target target = new Target(network.layout(), prior, rows.rows(), new Elbo());
        GradientSum round = new GradientSum(
                network,
                new Reparameterised(1),
                new GradientUpdate(new Sgd(0), new Schedule(0.5, 0, 1_000_000)),
                target,
                rows.rows());
        SparseGaussian start = new SparseGaussian(3, IntStream.range(0, 3).toArray(), new float[3], new float[3]);
        EwcSpec spec = new EwcSpec(strength, decay, rows.rows(), 1 / PRIOR_VARIANCE);
        return new LocalRunner(List.of(Shard.split(rows, 1)))
                .run(
                        Ewc.of(spec, network, round, target, 400),
                        EwcState.of(round.slots().initial(start, target)),
                        0,
                        401,
                        Key.of(seed),
                        (index, outcome) -> true);
    }

    /** With quadratic likelihoods and the Fisher information of every row, two tasks in turn are both at once. */
    @Test
    void conjugateTasksInTurn_areBothAtOnce() {
        Forall.seeds(3, seed -> {
            Batch all = rows(1200, Key.of(seed));
            GaussianPrior prior = GaussianPrior.isotropic(PRIOR_VARIANCE);
            EwcState first = task(all.slice(0, 600), prior, 1, 1, seed);
            EwcState second = task(
                    all.slice(600, 1200), new PosteriorPrior(first.normals(), prior, NO_LAYERS, 600, 0), 1, 1, seed);
            EwcState both = task(all, prior, 1, 1, seed);
            for (int k = 0; k < 3; k++) {
                double precision = 1 / PRIOR_VARIANCE;
                double moment = 0;
                for (int row = k; row < 1200; row += 3) {
                    double x = all.features().dense()[3 * row + k];
                    precision += x * x / NOISE;
                    moment += x * all.targets()[row] / NOISE;
                }
                assertEquals(moment / precision, both.points().mean()[k], 1e-5);
                // One draw a row: a chi-squared with 200 (then 400) weighted degrees of freedom.
                assertEquals(1, both.precision()[k] / precision, 0.35);
                assertEquals(1, second.precision()[k] / precision, 0.35);
                assertEquals(moment / precision, second.points().mean()[k], 0.25 / Math.sqrt(precision) * 4);
            }
        });
    }

    @Test
    void strengthAndDecay_scaleNewAndOldInformation() {
        Batch rows = rows(90, Key.of(3));
        float[] sd = {0.1f, 0.2f, 0.5f};
        SparseGaussian earlier = new SparseGaussian(3, IntStream.range(0, 3).toArray(), new float[3], sd);
        GaussianPrior prior = new PosteriorPrior(earlier, GaussianPrior.isotropic(PRIOR_VARIANCE), NO_LAYERS, 90, 0);
        EwcState plain = task(rows, prior, 1, 1, 1);
        EwcState other = task(rows, prior, 3, 0.5, 1);
        for (int k = 0; k < 3; k++) {
            double old = 1 / ((double) sd[k] * sd[k]);
            double fresh = plain.precision()[k] - old;
            double kept = 1 / PRIOR_VARIANCE + 0.5 * (old - 1 / PRIOR_VARIANCE);
            assertEquals(kept + 3 * fresh, other.precision()[k], 1e-3 * other.precision()[k]);
        }
    }

    /** Σ E[g²] of a softmax layer by all classes, against draws: within 4.5 standard errors. */
    @Test
    void fisher_isThatOfTheModelsOwnTargets() {
        Network network = Networks.of("kernel", List.of("dense 4", "tanh"), true, "", List.of(3), new Categorical(3));
        Key key = Key.of(11);
        float[] theta = new float[network.layout().dimension()];
        key.gaussians(theta);
        float[] x = {0.3f, -1.2f, 0.8f};
        int copies = 4000;
        float[] features = new float[3 * copies];
        for (int i = 0; i < copies; i++) {
            System.arraycopy(x, 0, features, 3 * i, 3);
        }
        // All of one class, which says nothing to the Fisher information.
        Sums found = new FisherInformation(network, copies)
                .of(theta, Shard.split(new Batch(features, new float[copies], 3), 1)[0], key.fold(1));
        float[] outputs = network.outputs(theta, new Batch(x, new float[1], 3));
        double[] expected = new double[theta.length];
        double[] fourth = new double[theta.length];
        for (int label = 0; label < 3; label++) {
            double p = Math.exp(network.observation().logLik(outputs, 0, label, 0));
            float[] gradient = network.valueGrad(theta, new Batch(x, new float[] {label}, 3))
                    .gradient();
            for (int d = 0; d < expected.length; d++) {
                double square = (double) gradient[d] * gradient[d];
                expected[d] += p * square;
                fourth[d] += p * square * square;
            }
        }
        assertEquals(copies, found.rows());
        for (int d = 0; d < expected.length; d++) {
            double error = Math.sqrt(Math.max(0, fourth[d] - expected[d] * expected[d]) / copies);
            assertEquals(expected[d], found.arrays().get(0)[d] / copies, 4.5 * error + 1e-6, "parameter " + d);
        }
    }

    @Test
    void state_beforeTheLastRound_isPointsAlone() {
        EwcState during = EwcState.of(
                task(rows(30, Key.of(2)), GaussianPrior.isotropic(1), 1, 1, 1).belief());
        assertEquals(during.points(), during.normals());
        assertTrue(IntStream.range(0, 3).allMatch(during.points()::isPoint));
        EwcState after = new EwcState(during.belief(), new float[] {4, 1, 0});
        assertEquals(0.5f, after.normals().sd()[0]);
        assertEquals(
                after,
                EwcStateCodec.INSTANCE.decode(EwcStateCodec.INSTANCE.encode(after), EwcStateCodec.INSTANCE.version()));
        assertEquals(
                during,
                EwcStateCodec.INSTANCE.decode(EwcStateCodec.INSTANCE.encode(during), EwcStateCodec.INSTANCE.version()));
    }
}
