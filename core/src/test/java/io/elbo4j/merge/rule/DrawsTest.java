package io.elbo4j.merge.rule;

import static io.elbo4j.merge.rule.PosteriorMergeTest.close;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.math.Sums;
import io.elbo4j.site.FullSite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules for draws: consensus and FedPA. */
class DrawsTest {

    private static final int D = Conjugate.D;

    /** Draws whose sample moments are those of their shard, without any correlation between shards. */
    @Test
    void consensus_ofDrawsWithExactMoments_hasThePosteriorsMoments() {
        Forall.seeds(5, seed -> {
            Conjugate data = Conjugate.of(seed, true);
            List<LocalPosterior> locals =
                    data.locals(ConsensusMonteCarlo.INSTANCE, data.problem().shards(4));
            List<Sums> parts = new ArrayList<>(List.of(Sums.NONE));
            int draws = 32;
            for (LocalPosterior local : locals) {
                FullGaussian q = ((FullSite) local.belief()).posterior();
                double[] factor = PositiveDefinite.of(q.covariance(), D).factor();
                double[] values = new double[draws * D];
                for (int s = 0; s < draws; s++) {
                    for (int i = 0; i < D; i++) {
                        values[s * D + i] = q.mean()[i];
                        for (int j = 0; j <= i; j++) {
                            values[s * D + i] += factor[i * D + j] * wave(draws, s, local.shard() * D + j);
                        }
                    }
                }
                parts.add(ConsensusMonteCarlo.INSTANCE.contribution(new Draws(local.rows(), D, values)));
            }
            Draws merged = Rules.merged(ConsensusMonteCarlo.INSTANCE, data.shared(data.prior()), parts);
            close(data.problem().mean(), merged.mean(), 1e-10);
            close(data.problem().covariance(), merged.covariance(), 1e-10);
            assertEquals(Conjugate.ROWS, merged.rows());
        });
    }

    @Test
    void consensus_withoutDraws_isAnError() {
        Shared shared = Conjugate.of(1, true).shared(Conjugate.of(1, true).prior());
        assertThrows(IllegalArgumentException.class, () -> ConsensusMonteCarlo.INSTANCE.finish(shared, Sums.NONE));
        Draws few = new Draws(1, 3, new double[9]);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> ConsensusMonteCarlo.INSTANCE.contribution(few));
        assertTrue(String.valueOf(error.getMessage()).startsWith("consensus: too few draws: draws=3 dimension=3;"));
    }

    @Test
    void fedPa_comesToRestAtThePosteriorsMode() {
        Forall.seeds(5, seed -> {
            Conjugate data = Conjugate.of(seed, true);
            Shared shared = data.shared(data.prior());
            FedPa rule = new FedPa(0.02);
            List<LocalPosterior> locals = data.locals(rule, data.problem().randomShards(4, Key.of(seed)));
            double[] theta = {5, -5, 5};
            for (int round = 0; round < 5000; round++) {
                double[] move = fedPaRound(rule, shared, theta, locals);
                for (int i = 0; i < D; i++) {
                    theta[i] += move[i];
                }
            }
            close(data.problem().mean(), theta, 1e-10);
            close(new double[D], fedPaRound(rule, shared, data.problem().mean(), locals), 1e-11);
        });
    }

    /** Few draws: at rest where the clients' shrunk Gaussians have their product's mode, by elimination. */
    @Test
    void fedPa_ofShrunkDraws_comesToRestAtTheirProductsMode() {
        Forall.seeds(5, seed -> {
            Shared shared =
                    Conjugate.of(seed, true).shared(Conjugate.of(seed, true).prior());
            List<LocalPosterior> locals = new ArrayList<>();
            double[] precision = new double[D * D];
            double[] precisionMean = new double[D];
            for (int client = 0; client < 3; client++) {
                double[] values = new double[(2 + client) * D];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Key.of(seed).fold(client).gaussian(i);
                }
                FullGaussian shrunk = new Draws(4, D, values).shrunk(0.7);
                locals.add(new LocalPosterior(client, 4, FullSite.identity(D), FullSite.of(shrunk)));
                double[] inverse = GaussJordan.of(shrunk.covariance(), D).inverse();
                for (int at = 0; at < precision.length; at++) {
                    precision[at] += inverse[at];
                    precisionMean[at / D] += inverse[at] * shrunk.mean()[at % D];
                }
            }
            double[] covariance = GaussJordan.of(precision, D).inverse();
            double[] mode = new double[D];
            for (int at = 0; at < covariance.length; at++) {
                mode[at / D] += covariance[at] * precisionMean[at % D];
            }
            close(new double[D], fedPaRound(new FedPa(0.5), shared, mode, locals), 1e-12);
            double[] elsewhere = {mode[0] + 1, mode[1], mode[2]};
            assertTrue(fedPaRound(new FedPa(0.5), shared, elsewhere, locals)[0] < -1e-3);
        });
    }

    /** Without any matrix of the parameters' size: with fewer draws than parameters, with more, and with one. */
    @Test
    void fedPa_ofDraws_isThatOfTheirShrunkGaussian() {
        Forall.seeds(5, seed -> {
            for (int count : new int[] {1, 2, 3, 9}) {
                for (double trust : new double[] {0.01, 1, 50}) {
                    int dimension = 6;
                    double[] values = new double[count * dimension];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = 3 + Key.of(seed).fold(count).gaussian(i);
                    }
                    double[] theta = {1, -2, 3, 0, 5, 8};
                    Draws draws = new Draws(4, dimension, values);
                    FedPa rule = new FedPa(0.5);
                    Sums dense = rule.contribution(new FedPa.Client(theta, FullSite.of(draws.shrunk(trust))));
                    Sums fast = rule.contribution(theta, draws, trust);
                    assertEquals(dense.rows(), fast.rows());
                    close(dense.arrays().get(0), fast.arrays().get(0), 1e-9);
                }
            }
        });
        assertThrows(
                IllegalArgumentException.class,
                () -> new FedPa(1).contribution(new double[2], new Draws(4, 3, new double[3]), 1));
    }

    @Test
    void fedPa_ofOneDrawEach_isFederatedAveraging() {
        Shared shared = Conjugate.of(1, true).shared(Conjugate.of(1, true).prior());
        List<LocalPosterior> locals = new ArrayList<>();
        for (double[] draw : new double[][] {{1, 2, 3}, {3, 6, -1}}) {
            FullSite belief = FullSite.of(new Draws(4, D, draw).shrunk(1));
            locals.add(new LocalPosterior(locals.size(), 4, belief.identity(), belief));
        }
        double[] move = fedPaRound(new FedPa(1), shared, new double[] {10, 10, 10}, locals);
        assertArrayEquals(new double[] {2 - 10, 4 - 10, 1 - 10}, move, 1e-12);
    }

    @Test
    void draws_shrunk_areBetweenTheIdentityAndTheSampleCovariance() {
        Draws draws = new Draws(9, 2, new double[] {0, 0, 2, 0, 0, 4, 2, 4});
        assertArrayEquals(new double[] {1, 2}, draws.mean());
        assertArrayEquals(new double[] {4.0 / 3, 0, 0, 16.0 / 3}, draws.covariance(), 1e-15);
        // ρ̃ = 1 / (1 + 3 · 1/3) = ½.
        FullGaussian shrunk = draws.shrunk(1.0 / 3);
        assertArrayEquals(new double[] {0.5 + 2.0 / 3, 0, 0, 0.5 + 8.0 / 3}, shrunk.covariance(), 1e-15);
        assertArrayEquals(new double[] {1, 2}, shrunk.mean());
        assertArrayEquals(
                new double[] {1, 0, 0, 1},
                new Draws(9, 2, new double[] {3, 4}).shrunk(5).covariance());
        assertThrows(IllegalArgumentException.class, () -> draws.shrunk(0));
        assertThrows(IllegalArgumentException.class, () -> new Draws(9, 2, new double[3]));
        assertThrows(IllegalArgumentException.class, () -> new Draws(9, 2, new double[0]));
    }

    private static double[] fedPaRound(FedPa rule, Shared shared, double[] theta, List<LocalPosterior> locals) {
        return Rules.merged(
                rule,
                shared,
                locals.stream()
                        .map(local -> rule.contribution(new FedPa.Client(theta.clone(), local.belief())))
                        .toList());
    }

    /** Number {@code column} of some waves with sample mean 0, unbiased variance 1 and no correlation. */
    private static double wave(int draws, int s, int column) {
        double angle = 2 * Math.PI * (1 + column / 2) * s / draws;
        return Math.sqrt(2.0 * (draws - 1) / draws) * (column % 2 == 0 ? Math.cos(angle) : Math.sin(angle));
    }
}
