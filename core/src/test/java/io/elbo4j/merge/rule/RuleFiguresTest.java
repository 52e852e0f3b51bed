package io.elbo4j.merge.rule;

import static io.elbo4j.merge.rule.PosteriorMergeTest.close;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.Turns;
import io.elbo4j.models.pvi.Damping;
import io.elbo4j.models.pvi.LinearOptimum;
import io.elbo4j.models.pvi.Pvi;
import io.elbo4j.models.pvi.PviSpec;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.FullSite;
import io.elbo4j.site.GaussianSite;
import io.elbo4j.site.ImproperGaussianException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is special about single rules: known figures, and the cases where they are right or refuse. */
class RuleFiguresTest {

    private static final int D = Conjugate.D;

    /** N(0, 1) and N(3, 4), of shards with the same number of rows. */
    @Test
    void twoPosteriorsInOneDimension_mergeToTheKnownFigures() {
        for (boolean full : new boolean[] {true, false}) {
            List<LocalPosterior> locals = List.of(
                    new LocalPosterior(0, 5, one(full, 0, 1e6), one(full, 0, 1)),
                    new LocalPosterior(1, 5, one(full, 0, 1e6), one(full, 3, 4)));
            known(0.6, 0.8, NaturalMerge.COMMITTEE_SPLIT, full, locals);
            known(1.5, 4.75, MomentMatching.INSTANCE, full, locals);
            // Natural parameters (0 + 0.75) / 2 and (1 + 0.25) / 2.
            known(0.6, 1.6, NaturalMerge.PLAIN_AVERAGE, full, locals);
            known(0.6, 1.6, NaturalMerge.POWERED_AVERAGE, full, locals);
            if (full) {
                known(1.5, 2.25, FullBarycentre.INSTANCE, true, locals);
            } else {
                known(1.5, 2.25, MeanAndSpread.STANDARD_DEVIATION, false, locals);
                known(1.5, 1.6, MeanAndSpread.PRECISION, false, locals);
            }
        }
    }

    /** N(0, 1) of one row and N(3, 4) of three. */
    @Test
    void rows_areTheWeights() {
        for (boolean full : new boolean[] {true, false}) {
            List<LocalPosterior> locals = List.of(
                    new LocalPosterior(0, 1, one(full, 0, 1e6), one(full, 0, 1)),
                    new LocalPosterior(1, 3, one(full, 0, 1e6), one(full, 3, 4)));
            // ¼ (1 + 2.25²) + ¾ (4 + 0.75²).
            known(2.25, 4.9375, MomentMatching.INSTANCE, full, locals);
            // Natural parameters ¾ · ¾ and ¼ + ¾ · ¼.
            known(0.5625 / 0.4375, 1 / 0.4375, NaturalMerge.POWERED_AVERAGE, full, locals);
            known(0.6, 1.6, NaturalMerge.PLAIN_AVERAGE, full, locals);
            if (full) {
                known(2.25, 1.75 * 1.75, FullBarycentre.INSTANCE, true, locals);
            } else {
                known(2.25, 1.75 * 1.75, MeanAndSpread.STANDARD_DEVIATION, false, locals);
                known(2.25, 1 / 0.4375, MeanAndSpread.PRECISION, false, locals);
            }
        }
    }

    @Test
    void plainAverage_isOneRoundOfPartitionedInference_withDampingOneOverM() {
        Forall.seeds(5, seed -> {
            for (boolean full : new boolean[] {true, false}) {
                Conjugate data = Conjugate.of(seed, full);
                int shards = 4;
                List<LocalPosterior> locals =
                        data.locals(NaturalMerge.PLAIN_AVERAGE, data.problem().shards(shards));
                Posterior plain = merged(NaturalMerge.PLAIN_AVERAGE, data.shared(data.prior()), locals);
                PviSpec spec = new PviSpec("data", Turns.SYNCHRONOUS, Damping.of(1.0 / shards));
                var pvi = Pvi.of(spec, new LinearOptimum(data.problem().noiseVariance(), false));
                Posterior round = new LocalRunner(data.problem().shards(shards))
                        .run(pvi, Pvi.initial(spec, data.prior().posterior()), 0, 1, Key.of(1), (r, outcome) -> true)
                        .posterior();
                close(Rules.numbers(plain), Rules.numbers(round), 1e-12);
            }
        });
    }

    @Test
    void committee_ofBeliefsVaguerThanThePrior_isRefused() {
        List<LocalPosterior> locals = List.of(
                new LocalPosterior(0, 5, one(false, 0, 1), one(false, 0, 4)),
                new LocalPosterior(1, 5, one(false, 0, 1), one(false, 0, 4)));
        ImproperGaussianException error = assertThrows(
                ImproperGaussianException.class,
                () -> merged(NaturalMerge.COMMITTEE, new Shared(one(false, 0, 1), one(false, 0, 1), 10), locals));
        assertEquals(-0.5, error.precision());
    }

    @Test
    void equalCovariances_areWhereBarycentresAndMeansAreRight() {
        Forall.seeds(5, seed -> {
            for (boolean full : new boolean[] {true, false}) {
                Conjugate data = Conjugate.of(seed, full);
                // The same beliefs but for their means.
                double[] mean = new double[D];
                List<LocalPosterior> locals = new ArrayList<>();
                GaussianSite some = data.pooled();
                for (int shard = 0; shard < 3; shard++) {
                    double[] shifted = new double[D];
                    for (int i = 0; i < D; i++) {
                        shifted[i] = Key.of(seed).fold(shard).gaussian(i);
                        mean[i] += shifted[i] / 3;
                    }
                    locals.add(new LocalPosterior(shard, 7, data.prior(), moved(some, shifted)));
                }
                double[] expected = Rules.numbers(moved(some, mean).posterior());
                for (PosteriorMerge<LocalPosterior, ?, Posterior> rule : Rules.OF_POSTERIORS) {
                    boolean ofMeans = rule instanceof MeanAndSpread || rule instanceof FullBarycentre;
                    if (ofMeans && Rules.takes(rule, full)) {
                        close(expected, Rules.numbers(merged(rule, data.shared(some), locals)), 1e-10);
                    }
                }
            }
        });
    }

    @Test
    void barycentre_solvesItsEquation_forCovariancesThatDoNotCommute() {
        Forall.seeds(10, seed -> {
            Conjugate data = Conjugate.of(seed, true);
            List<LocalPosterior> locals = new ArrayList<>();
            double[] mean = new double[D];
            double total = 0;
            for (int shard = 0; shard < 4; shard++) {
                FullSite belief =
                        data.likelihood(data.problem().shards(4).get(shard).examples());
                double rows = 1 + 3 * shard;
                locals.add(new LocalPosterior(shard, rows, data.prior(), belief));
                total += rows;
                for (int i = 0; i < D; i++) {
                    mean[i] += rows * belief.posterior().mean()[i];
                }
            }
            FullGaussian centre = (FullGaussian) merged(FullBarycentre.INSTANCE, data.shared(data.prior()), locals);
            double[] root = root(centre.covariance());
            double[] sum = new double[D * D];
            double size = 0;
            for (LocalPosterior local : locals) {
                double[] covariance = ((FullSite) local.belief()).posterior().covariance();
                double[] inner = root(product(product(root, covariance), root));
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += local.rows() / total * inner[i];
                    size = Math.max(size, Math.abs(sum[i]));
                }
            }
            for (int i = 0; i < sum.length; i++) {
                assertEquals(sum[i], centre.covariance()[i], 1e-10 * size, "number " + i);
            }
            for (int i = 0; i < D; i++) {
                assertEquals(mean[i] / total, centre.mean()[i], 1e-12 * (1 + Math.abs(mean[i])));
            }
        });
    }

    @Test
    void barycentre_ofOneShardTwice_isAnError() {
        LocalPosterior left = new LocalPosterior(3, 5, one(true, 0, 1), one(true, 0, 1));
        LocalPosterior right = new LocalPosterior(3, 5, one(true, 0, 1), one(true, 3, 4));
        FullBarycentre rule = FullBarycentre.INSTANCE;
        assertEquals(rule.contribution(left), rule.combine(rule.contribution(left), rule.contribution(left)));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> rule.combine(rule.contribution(left), rule.contribution(right)));
        assertTrue(String.valueOf(error.getMessage()).startsWith("merge: two posteriors of one shard: shard=3 "));
    }

    @Test
    void rulesForOneFamily_refuseTheOther() {
        LocalPosterior full = new LocalPosterior(2, 5, one(true, 0, 1), one(true, 0, 1));
        LocalPosterior diagonal = new LocalPosterior(2, 5, one(false, 0, 1), one(false, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> MeanAndSpread.PRECISION.contribution(full));
        assertThrows(IllegalArgumentException.class, () -> FullBarycentre.INSTANCE.contribution(diagonal));
    }

    @Test
    void gradientSum_isExactInOneFullStep_forFullCovariances() {
        Forall.seeds(5, seed -> {
            Conjugate data = Conjugate.of(seed, true);
            NaturalGradientSum rule = new NaturalGradientSum(1);
            assertEquals(
                    Exactness.Kind.EXACT,
                    rule.exactness(ModelClass.CONJUGATE_FULL).kind());
            List<Sums> parts = new ArrayList<>();
            for (var shard : data.shards(seed)) {
                parts.add(rule.contribution(data.gradient(shard.examples(), data.prior())));
            }
            Posterior merged = Rules.merged(rule, data.shared(moved(data.prior(), new double[] {1, 2, 3})), parts);
            close(Rules.numbers(data.pooled().posterior()), Rules.numbers(merged), 1e-10);
        });
    }

    @Test
    void badInput_isAClearError() {
        GaussianSite site = one(false, 0, 1);
        assertThrows(IllegalArgumentException.class, () -> new LocalPosterior(1, 0, site, site));
        GaussianSite notANumber = DiagonalSite.dense(new double[] {Double.NaN}, new double[] {1});
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new LocalPosterior(7, 5, site, notANumber));
        assertTrue(String.valueOf(error.getMessage()).startsWith("local posterior: not finite: shard=7 "));
        Sums wide = NaturalMerge.COMMITTEE.contribution(
                new LocalPosterior(0, 5, DiagonalSite.identity(2), DiagonalSite.identity(2)));
        assertThrows(
                IllegalArgumentException.class, () -> NaturalMerge.COMMITTEE.finish(new Shared(site, site, 5), wide));
        for (double bad : new double[] {0, -1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new FedPa(bad));
            assertThrows(IllegalArgumentException.class, () -> new NaturalGradientSum(bad));
        }
        FedPa.Client client = new FedPa.Client(new double[2], site);
        assertThrows(IllegalArgumentException.class, () -> new FedPa(1).contribution(client));
    }

    private static void known(
            double mean,
            double variance,
            PosteriorMerge<LocalPosterior, ?, Posterior> rule,
            boolean full,
            List<LocalPosterior> locals) {
        Shared shared = new Shared(one(full, 0, 1e6), one(full, 0, 1e6), 10);
        assertArrayEquals(new double[] {mean, variance}, Rules.numbers(merged(rule, shared, locals)), 1e-12, rule + "");
    }

    private static <U> Posterior merged(
            PosteriorMerge<LocalPosterior, U, Posterior> rule, Shared shared, List<LocalPosterior> locals) {
        return Rules.merged(
                rule, shared, locals.stream().map(rule::contribution).toList());
    }

    private static GaussianSite one(boolean full, double mean, double variance) {
        double[] precision = {1 / variance};
        double[] precisionMean = {mean / variance};
        return full ? new FullSite(1, precisionMean, precision) : DiagonalSite.dense(precisionMean, precision);
    }

    /** The same precision with another mean. */
    private static GaussianSite moved(GaussianSite site, double[] mean) {
        return site instanceof FullSite full
                ? GaussianSite.of(new FullGaussian(mean, full.posterior().covariance()))
                : GaussianSite.of(new DiagonalGaussian(
                        mean, ((DiagonalSite) site).posterior().variance()));
    }

    /** The root of a positive definite matrix by Denman's and Beavers's iteration: no relative of eigenvalues. */
    private static double[] root(double[] matrix) {
        double[] y = matrix.clone();
        double[] z = Conjugate.diagonal(new double[] {1, 1, 1});
        for (int step = 0; step < 60; step++) {
            double[] inverseY = GaussJordan.of(y, D).inverse();
            double[] inverseZ = GaussJordan.of(z, D).inverse();
            for (int i = 0; i < y.length; i++) {
                y[i] = 0.5 * (y[i] + inverseZ[i]);
                z[i] = 0.5 * (z[i] + inverseY[i]);
            }
        }
        return y;
    }

    private static double[] product(double[] left, double[] right) {
        double[] product = new double[D * D];
        Arrays.setAll(product, at -> {
            double sum = 0;
            for (int k = 0; k < D; k++) {
                sum += left[at / D * D + k] * right[k * D + at % D];
            }
            return sum;
        });
        return product;
    }
}
