package io.elbo4j.models.niwmeta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Episode;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.models.pointmeta.Descent;
import io.elbo4j.models.pointmeta.Reptile;
import io.elbo4j.nn.KernelNetwork;
import io.elbo4j.nn.LayerSpec;
import io.elbo4j.nn.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodeFitTest {

    @Test
    void sgld_ofOneCoordinate_findsMeanAndCurvature() {
        // y = θx: precision Σx² / σ², and draws of a small step are those of the posterior under a flat prior.
        Batch rows = new Batch(new float[] {1, 2, -1, 0.5f}, new float[] {2, 3, -1, 1}, 1);
        TaskLikelihood task = OwnWeights.whole(new LinearNetwork(1, false, new GaussianFixedNoise(0.5)))
                .task(new float[0], rows);
        Forall.seeds(3, seed -> {
            EpisodeGaussian prior = new EpisodeGaussian(new double[] {0}, new double[] {1});
            Quadratic fit = new Sgld(1000, 60_000, 0.01, 1e6).of(task, prior, Key.of(seed));
            Quadratic exact = new ExactQuadratic().of(task, prior, Key.of(seed));
            double mean = exact.precisionMean()[0] / exact.precision()[0];
            assertEquals(mean, fit.precisionMean()[0] / fit.precision()[0], 0.03);
            assertEquals(exact.precision()[0], fit.precision()[0], 0.12 * exact.precision()[0]);
            Quadratic capped = new Sgld(5, 5, 1e-6, 10).of(task, prior, Key.of(seed));
            assertEquals(10, capped.precision()[0]);
        });
    }

    @Test
    void laplace_givesTheMostProbableWeightsBack() {
        Forall.seeds(5, seed -> {
            OwnWeights weights = head(new Categorical(3));
            float[] theta = theta(weights, seed);
            TaskLikelihood task = weights.task(weights.sharedOf(theta), rows(seed, 9, true));
            double[] variance = new double[weights.own()];
            double[] mean = new double[weights.own()];
            for (int i = 0; i < mean.length; i++) {
                variance[i] = 0.2 + Key.of(seed).fold(1).uniform(i);
                mean[i] = 0.3 * Key.of(seed).fold(2).gaussian(i);
            }
            EpisodeGaussian prior = new EpisodeGaussian(mean, variance);
            EpisodeGaussian local =
                    DiagonalShape.INSTANCE.local(prior, new Laplace(300, 1).of(task, prior, Key.of(seed)));
            float[] gradient = task.at(EpisodeFit.single(local.mean())).gradient();
            for (int i = 0; i < mean.length; i++) {
                assertEquals((local.mean()[i] - mean[i]) / variance[i], gradient[i], 2e-4, "coordinate " + i);
            }
        });
    }

    @Test
    void variationalSteps_goWhereTheClosedFormIs_ofOneCoordinate() {
        Batch rows = new Batch(new float[] {1, 2, -1}, new float[] {2, 3, -1}, 1);
        TaskLikelihood task = OwnWeights.whole(new LinearNetwork(1, false, new GaussianFixedNoise(0.5)))
                .task(new float[0], rows);
        NormalInverseWishart belief = new NormalInverseWishart(10, new double[] {0.2}, new double[] {7}, 10);
        EpisodeGaussian closed =
                new ClosedForm(new ExactQuadratic(), ClosedForm.TestPrior.MODE).posterior(belief, task, Key.of(1));
        EpisodeGaussian stepped = new VariationalSteps(3000, 0.003).posterior(belief, task, Key.of(1));
        assertEquals(closed.mean()[0], stepped.mean()[0], 0.03);
        assertEquals(closed.covariance()[0], stepped.covariance()[0], 0.2 * closed.covariance()[0]);
    }

    @Test
    void head_isTheWholeNetworkSeenFromItsLastLayer() {
        for (ObservationModel observation : List.of(new Categorical(3), new GaussianLearnedNoise())) {
            boolean classes = observation instanceof Categorical;
            OwnWeights weights = head(observation);
            float[] theta = theta(weights, 1);
            float[] shared = weights.sharedOf(theta);
            float[] own = weights.ownOf(theta);
            Batch rows = rows(1, 6, classes);
            TaskLikelihood head = weights.task(shared, rows);
            assertTrue(head instanceof HeadTask);
            ValueGrad whole = weights.network().valueGrad(theta, rows);
            ValueGrad seen = head.at(own);
            assertEquals(whole.logLikSum(), seen.logLikSum(), 1e-5);
            close(weights.ownOf(whole.gradient()), seen.gradient());
            close(weights.sharedOf(whole.gradient()), head.sharedGradient(new float[][] {own}));
            close(weights.network().outputs(theta, rows), head.outputs(own));
            WholeTask plain = new WholeTask(weights, shared, rows);
            close(plain.sharedGradient(new float[][] {own}), head.sharedGradient(new float[][] {own}));
            double[] curvature = head.curvature(own);
            if (!classes) {
                Quadratic exact = head.linear().orElseThrow().quadratic();
                // With Gaussian noise the gradient is linear in the head: its change is the curvature.
                for (int i = 0; i < own.length; i++) {
                    float[] moved = own.clone();
                    moved[i] += 1;
                    double change = seen.gradient()[i] - head.at(moved).gradient()[i];
                    assertEquals(change, curvature[i], 1e-3 * (1 + Math.abs(change)));
                    assertEquals(curvature[i], exact.precision()[i * own.length + i], 1e-9);
                }
            }
        }
        OwnWeights classes = head(new Categorical(3));
        TaskLikelihood curved = classes.task(classes.sharedOf(theta(classes, 1)), rows(1, 6, true));
        EpisodeGaussian prior = new EpisodeGaussian(new double[1], new double[] {1});
        String error = assertThrows(
                        IllegalArgumentException.class, () -> new ExactQuadratic().of(curved, prior, Key.of(1)))
                .toString();
        assertTrue(error.contains("fit with laplace or sgld"), error);
    }

    /** The whole path of the query's loss: to m₀, S and the features, through the most probable weights of the support. */
    @Test
    void gradient_throughTheMode_equalsFiniteDifferences() {
        Forall.seeds(3, seed -> {
            OwnWeights weights = head(new Categorical(3));
            float[] theta = theta(weights, seed);
            Batch support = rows(seed, 6, true);
            Batch query = rows(seed + 1, 9, true);
            double[] variance = new double[weights.own()];
            double[] mean = new double[weights.own()];
            for (int i = 0; i < mean.length; i++) {
                variance[i] = 0.2 + Key.of(seed).fold(1).uniform(i);
                mean[i] = 0.3 * Key.of(seed).fold(2).gaussian(i);
            }
            Laplace laplace = new Laplace(400, 2);
            float[] shared = weights.sharedOf(theta);
            TaskLikelihood task = weights.task(shared, support);
            EpisodeGaussian prior = new EpisodeGaussian(mean, variance);
            EpisodeGaussian local = DiagonalShape.INSTANCE.local(prior, laplace.of(task, prior, Key.of(1)));
            float[] at = EpisodeFit.single(local.mean());
            float[] slope = weights.task(shared, query).at(at).gradient();
            double[] loss = new double[slope.length];
            for (int i = 0; i < loss.length; i++) {
                loss[i] = -slope[i];
            }
            double[] x = laplace.implicit(task, prior, local.mean(), loss);
            double[] direction = x.clone();
            for (int i = 0; i < x.length; i++) {
                direction[i] *= 2;
            }
            float[] direct = weights.task(shared, query).sharedGradient(new float[][] {at});
            float[] path = task.mixedDerivative(at, direction);
            for (int i = 0; i < shared.length; i += 2) {
                float[] up = shared.clone();
                float[] down = shared.clone();
                up[i] += 0.01f;
                down[i] -= 0.01f;
                double expected = (lossAtTheMode(weights, up, prior, laplace, support, query)
                                - lossAtTheMode(weights, down, prior, laplace, support, query))
                        / ((double) up[i] - down[i]);
                assertEquals(expected, path[i] - direct[i], 0.01 * (1 + Math.abs(expected)), "shared " + i);
            }
            for (int i = 0; i < mean.length; i += 4) {
                double[] moved = mean.clone();
                moved[i] += 0.02;
                double up =
                        lossAtTheMode(weights, shared, new EpisodeGaussian(moved, variance), laplace, support, query);
                moved[i] -= 0.04;
                double down =
                        lossAtTheMode(weights, shared, new EpisodeGaussian(moved, variance), laplace, support, query);
                double expected = (up - down) / 0.04;
                assertEquals(expected, x[i] / variance[i], 0.01 * (1 + Math.abs(expected)), "mean " + i);
            }
        });
    }

    private static double lossAtTheMode(
            OwnWeights weights, float[] shared, EpisodeGaussian prior, Laplace laplace, Batch support, Batch query) {
        Quadratic fit = laplace.of(weights.task(shared, support), prior, Key.of(1));
        float[] mode =
                EpisodeFit.single(DiagonalShape.INSTANCE.local(prior, fit).mean());
        return -weights.task(shared, query).at(mode).logLikSum();
    }

    /** With a curvature far above the prior's precision, and nothing but the divergence, a step on m₀ is Reptile's, times Λ. */
    @Test
    void reptile_isALimitOfTheGlobalGradient() {
        Forall.seeds(3, seed -> {
            OwnWeights weights = OwnWeights.whole(head(new Categorical(3)).network());
            float[] theta = theta(weights, seed);
            Episode episode = new Episode(0, rows(seed, 6, true), rows(seed + 1, 6, true));
            float[] direction = new Reptile(weights.network(), new Descent(3, 0.1))
                    .direction(theta, episode)
                    .gradient();
            int d = theta.length;
            double[] mean = new double[d];
            double[] variance = new double[d];
            double[] curvature = new double[d];
            double[] precisionMean = new double[d];
            for (int i = 0; i < d; i++) {
                mean[i] = theta[i];
                variance[i] = 0.5;
                curvature[i] = 1e9;
                precisionMean[i] = curvature[i] * (mean[i] + direction[i]);
            }
            EpisodeGaussian prior = new EpisodeGaussian(mean, variance);
            Quadratic fit = new Quadratic(curvature, precisionMean);
            EpisodeGaussian local = DiagonalShape.INSTANCE.local(prior, fit);
            double[] gradient = DiagonalShape.INSTANCE
                    .gradient(prior, local, fit, new double[d], new double[d], 1)
                    .mean();
            for (int i = 0; i < d; i++) {
                assertEquals(direction[i] / variance[i], -gradient[i], 1e-6);
            }
        });
    }

    private static OwnWeights head(ObservationModel observation) {
        List<LayerSpec> layers = List.of(LayerSpec.parse("dense 5"), LayerSpec.parse("tanh"));
        return OwnWeights.head(new KernelNetwork(new NetworkSpec(List.of(2), layers, true, observation)));
    }

    private static float[] theta(OwnWeights weights, long seed) {
        float[] theta = new float[weights.network().layout().dimension()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.5 * Key.of(seed).fold(11).gaussian(i));
        }
        return theta;
    }

    private static Batch rows(long seed, int count, boolean classes) {
        float[] x = new float[2 * count];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            x[2 * i] = (float) Key.of(seed).fold(12).gaussian(2L * i);
            x[2 * i + 1] = (float) Key.of(seed).fold(12).gaussian(2L * i + 1);
            y[i] = classes ? i % 3 : (float) Key.of(seed).fold(13).gaussian(i);
        }
        return new Batch(x, y, 2);
    }

    private static void close(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-5 * (1 + Math.abs(expected[i])), "number " + i);
        }
    }
}
