package io.elbo4j.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.LinearProblem;
import io.elbo4j.data.Shard;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.SupportUnion.Part;
import io.elbo4j.merge.rule.LocalPosterior;
import io.elbo4j.merge.rule.NaturalMerge;
import io.elbo4j.merge.rule.Shared;
import io.elbo4j.site.DiagonalSite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SupportUnionTest {

    private static final int WEIGHTS = 30;
    private static final int DIMENSION = WEIGHTS + 2;
    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new ParameterBlock("weight", List.of(2, 15), 0, Role.WEIGHT, 15, 2, 0),
            new ParameterBlock("bias", List.of(2), WEIGHTS, Role.POINT, 1, 1, 0)));
    /** Around a mean that is not 0, so that its shift counts too. */
    private static final GaussianPrior PRIOR = shifted();

    private static GaussianPrior shifted() {
        double[] mean = new double[DIMENSION];
        double[] variance = new double[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            mean[i] = 0.1 * (i % 3);
            variance[i] = 2 + i % 2;
        }
        return new DiagonalGaussian(mean, variance);
    }

    /** Each weight is active with this probability; points always are. */
    private static Part random(Key key, double density, long rows) {
        int[] support = IntStream.range(0, DIMENSION)
                .filter(i -> i >= WEIGHTS || key.fold(1).uniform(i) < density)
                .toArray();
        float[] mean = new float[support.length];
        float[] sd = new float[support.length];
        for (int k = 0; k < support.length; k++) {
            mean[k] = (float) key.fold(2).gaussian(k);
            sd[k] = support[k] >= WEIGHTS ? 0f : (float) (0.05 + key.fold(3).uniform(k));
        }
        return new Part(new SparseGaussian(DIMENSION, support, mean, sd), rows);
    }

    private static SparseGaussian merged(Part... parts) {
        return SupportUnion.of(List.of(parts), LAYOUT, PRIOR);
    }

    @Test
    void order_doesNotMatter_toTheLastBit() {
        Forall.seeds(10, seed -> {
            List<Part> parts = new ArrayList<>();
            for (int p = 0; p < 5; p++) {
                parts.add(random(Key.of(seed).fold(p), 0.4, 10 + p));
            }
            SparseGaussian once = SupportUnion.of(parts, LAYOUT, PRIOR);
            Collections.reverse(parts);
            assertEquals(once, SupportUnion.of(parts, LAYOUT, PRIOR));
            Collections.swap(parts, 0, 3);
            assertEquals(once, SupportUnion.of(parts, LAYOUT, PRIOR));
        });
    }

    @Test
    void disjointSupports_keepEachWeightAsItWas() {
        SparseGaussian left = new SparseGaussian(
                DIMENSION, new int[] {1, 5, 30, 31}, new float[] {1, 2, 3, 4}, new float[] {.3f, .7f, 0, 0});
        SparseGaussian right = new SparseGaussian(
                DIMENSION, new int[] {0, 7, 30, 31}, new float[] {5, 6, 7, 8}, new float[] {.1f, .9f, 0, 0});
        SparseGaussian union = merged(new Part(left, 100), new Part(right, 300));
        assertArrayEquals(new int[] {0, 1, 5, 7, 30, 31}, union.support());
        assertArrayEquals(new float[] {5, 1, 2, 6, 6, 7}, union.mean());
        assertArrayEquals(new float[] {.1f, .3f, .7f, .9f, 0, 0}, union.sd());
    }

    @Test
    void oneBelief_staysAsItIs() {
        Part one = random(Key.of(3), 0.5, 7);
        assertEquals(one.belief(), merged(one));
    }

    @Test
    void sameSupport_isTheSiteProduct() {
        Forall.seeds(10, seed -> {
            Part[] parts = {random(Key.of(seed), 2, 5), random(Key.of(seed).fold(1), 2, 5)};
            DiagonalSite prior = DiagonalSite.of(weights(PRIOR));
            Shared shared = new Shared(prior, prior, 10);
            Sums sums = Sums.NONE;
            for (int p = 0; p < 2; p++) {
                DiagonalSite belief = DiagonalSite.of(weights(parts[p].belief().asPrior(PRIOR)));
                sums = sums.plus(NaturalMerge.SITE_PRODUCT.contribution(new LocalPosterior(p, 5, prior, belief)));
            }
            Posterior expected = NaturalMerge.SITE_PRODUCT.finish(shared, sums);
            DiagonalGaussian product = (DiagonalGaussian) expected;
            SparseGaussian union = merged(parts);
            for (int i = 0; i < WEIGHTS; i++) {
                assertEquals(product.mean()[i], union.mean()[i], 1e-6 * (1 + Math.abs(product.mean()[i])));
                assertEquals(Math.sqrt(product.variance()[i]), union.sd()[i], 1e-6);
            }
        });
    }

    private static DiagonalGaussian weights(GaussianPrior belief) {
        double[] mean = new double[WEIGHTS];
        double[] variance = new double[WEIGHTS];
        for (int i = 0; i < WEIGHTS; i++) {
            mean[i] = belief.mean(i);
            variance[i] = 1 / belief.precision(i);
        }
        return new DiagonalGaussian(mean, variance);
    }

    /** One weight, so that there is nothing for independent normals to miss. */
    @Test
    void shardsOfAConjugateRegression_makeThePooledPosterior() {
        Forall.seeds(5, seed -> {
            LinearProblem all = LinearProblem.of(seed, 30, 1);
            ParameterLayout layout =
                    new ParameterLayout(List.of(new ParameterBlock("weight", List.of(1, 1), 0, Role.WEIGHT, 1, 1, 0)));
            List<Part> parts = new ArrayList<>();
            for (Shard shard : all.shards(3)) {
                LinearProblem own =
                        new LinearProblem(shard.examples(), all.truth(), all.noiseVariance(), all.priorVariance());
                float sd = (float) Math.sqrt(own.covariance()[0]);
                parts.add(new Part(
                        new SparseGaussian(1, new int[] {0}, new float[] {(float) own.mean()[0]}, new float[] {sd}),
                        10));
            }
            SparseGaussian merged = SupportUnion.of(parts, layout, GaussianPrior.isotropic(all.priorVariance()));
            assertEquals(all.mean()[0], merged.mean()[0], 1e-5);
            assertEquals(Math.sqrt(all.covariance()[0]), merged.sd()[0], 1e-6);
        });
    }

    @Test
    void productThatIsNoDistribution_isRefused_andNamed() {
        SparseGaussian wide = new SparseGaussian(DIMENSION, new int[] {4}, new float[] {0}, new float[] {2.5f});
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> merged(new Part(wide, 1), new Part(wide, 1)));
        String message = String.valueOf(error.getMessage());
        assertTrue(
                message.startsWith("merge: precision not positive: parameter=4 block=weight precision=-0.17"), message);
    }

    @Test
    void beliefsThatDoNotGoTogether_areAnError() {
        Part good = random(Key.of(1), 0.5, 3);
        SparseGaussian other = new SparseGaussian(3, new int[] {0}, new float[] {0}, new float[] {1});
        IllegalArgumentException size =
                assertThrows(IllegalArgumentException.class, () -> merged(good, new Part(other, 1)));
        assertTrue(String.valueOf(size.getMessage()).contains("left=32 right=3"), size.getMessage());
        SparseGaussian point = new SparseGaussian(DIMENSION, new int[] {2}, new float[] {1}, new float[] {0});
        IllegalArgumentException width =
                assertThrows(IllegalArgumentException.class, () -> merged(good, new Part(point, 1)));
        assertTrue(
                String.valueOf(width.getMessage()).contains("weight without width: parameter=2"), width.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Part(other, 0));
    }
}
