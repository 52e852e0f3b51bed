package io.elbo4j.merge.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.data.Shard;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.site.DiagonalSite;
import io.elbo4j.site.FullSite;
import io.elbo4j.site.GaussianSite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of every rule, and whether each keeps what it promises. */
class PosteriorMergeTest {

    private static Stream<Rules.Case<?, ?>> cases() {
        return Rules.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    <U, R> void combine_isAnAssociativeCommutativeMonoid(Rules.Case<U, R> of) {
        Forall.seeds(5, seed -> {
            List<U> p = of.parts().apply(seed);
            U none = of.rule().identity();
            assertArrayEquals(
                    of.numbers().apply(none), of.numbers().apply(of.rule().combine(none, none)));
            for (int i = 0; i + 2 < p.size(); i++) {
                U a = p.get(i);
                U b = p.get(i + 1);
                U c = p.get(i + 2);
                double[] beforeA = of.numbers().apply(a).clone();
                double[] beforeB = of.numbers().apply(b).clone();
                U ab = of.rule().combine(a, b);
                close(of.numbers().apply(ab), of.numbers().apply(of.rule().combine(b, a)), 0);
                close(
                        of.numbers().apply(of.rule().combine(ab, c)),
                        of.numbers().apply(of.rule().combine(a, of.rule().combine(b, c))),
                        1e-12);
                assertArrayEquals(beforeA, of.numbers().apply(a));
                assertArrayEquals(beforeB, of.numbers().apply(b));
                assertArrayEquals(beforeA, of.numbers().apply(of.rule().combine(a, none)));
                assertArrayEquals(beforeA, of.numbers().apply(of.rule().combine(none, a)));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    <U, R> void finish_doesNotDependOnTheOrder(Rules.Case<U, R> of) {
        Forall.seeds(5, seed -> {
            List<U> parts = of.parts().apply(seed);
            List<U> shuffled = new ArrayList<>();
            for (int part : Key.of(seed).permutation(parts.size())) {
                shuffled.add(parts.get(part));
            }
            double[] result = of.result().apply(Rules.merged(of.rule(), of.shared(), parts));
            close(result, of.result().apply(Rules.merged(of.rule(), of.shared(), shuffled)), 1e-11);
            assertTrue(result.length >= Conjugate.D);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    <U, R> void combine_ofOtherShape_isAClearError(Rules.Case<U, R> of) {
        U some = of.parts().apply(1).stream()
                .filter(part -> of.numbers().apply(part).length > 2)
                .findFirst()
                .orElseThrow();
        RuntimeException error =
                assertThrows(RuntimeException.class, () -> of.rule().combine(some, of.other()));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.matches("[^:]+: [^:]+: \\S+=.*;.*"), message);
    }

    @ParameterizedTest
    @MethodSource("cases")
    <U, R> void exactness_hasAReasonForEveryModel(Rules.Case<U, R> of) {
        for (ModelClass model : ModelClass.values()) {
            assertFalse(of.rule().exactness(model).reason().isEmpty());
        }
        // No rule of one round is exact for networks.
        assertFalse(of.rule().exactness(ModelClass.NETWORK_MEAN_FIELD).kind() == Exactness.Kind.EXACT);
    }

    @Test
    void merged_equalsPooled_whereTheRuleSaysSo_andOnlyThere() {
        int exact = 0;
        for (PosteriorMerge<LocalPosterior, ?, Posterior> rule : Rules.OF_POSTERIORS) {
            for (boolean full : new boolean[] {true, false}) {
                if (Rules.takes(rule, full)) {
                    exact += checkedAgainstPooled(rule, full) ? 1 : 0;
                }
            }
        }
        assertEquals(4, exact);
    }

    private static <U> boolean checkedAgainstPooled(PosteriorMerge<LocalPosterior, U, Posterior> rule, boolean full) {
        ModelClass model = full ? ModelClass.CONJUGATE_FULL : ModelClass.CONJUGATE_MEAN_FIELD;
        boolean exact = rule.exactness(model).kind() == Exactness.Kind.EXACT;
        Forall.seeds(10, seed -> {
            Conjugate data = Conjugate.of(seed, full);
            double[] pooled = Rules.numbers(data.pooled().posterior());
            List<U> parts = Rules.contributions(rule, data, seed);
            double[] merged = Rules.numbers(Rules.merged(rule, data.shared(data.prior()), parts));
            if (exact) {
                close(pooled, merged, 1e-10);
            } else {
                double apart = 0;
                for (int i = 0; i < pooled.length; i++) {
                    apart = Math.max(apart, Math.abs(pooled[i] - merged[i]));
                }
                assertTrue(apart > 1e-3, rule + " " + model + " is not as wrong as it says: " + apart);
            }
        });
        return exact;
    }

    @Test
    void finish_withoutShards_isThePrior() {
        for (PosteriorMerge<LocalPosterior, ?, Posterior> rule : Rules.OF_POSTERIORS) {
            for (boolean full : new boolean[] {true, false}) {
                Conjugate data = Conjugate.of(1, full);
                assertEquals(data.prior().posterior(), nothing(rule, data));
            }
        }
    }

    private static <U> Posterior nothing(PosteriorMerge<LocalPosterior, U, Posterior> rule, Conjugate data) {
        return rule.finish(data.shared(data.prior()), rule.identity());
    }

    @Test
    void siteProduct_andGradientSum_restAtTheMeanFieldOptimum() {
        Forall.seeds(10, seed -> {
            Conjugate data = Conjugate.of(seed, false);
            GaussianSite best = data.pooled();
            double[] expected = Rules.numbers(best.posterior());
            NaturalGradientSum gradient = new NaturalGradientSum(0.7);
            List<Sums> gradients = new ArrayList<>();
            List<Sums> sites = new ArrayList<>();
            for (var shard : data.shards(seed)) {
                if (shard.examples().rows() > 0) {
                    GaussianSite g = data.gradient(shard.examples(), best);
                    gradients.add(gradient.contribution(g));
                    // At rest the site is the gradient, and the local optimum is where it was.
                    GaussianSite cavity = best.minus(g);
                    LocalPosterior local =
                            new LocalPosterior(shard.index(), 1, cavity, localOptimum(data, shard, cavity));
                    sites.add(NaturalMerge.SITE_PRODUCT.contribution(local));
                }
            }
            close(expected, Rules.numbers(Rules.merged(gradient, data.shared(best), gradients)), 1e-10);
            close(expected, Rules.numbers(Rules.merged(NaturalMerge.SITE_PRODUCT, data.shared(best), sites)), 1e-10);
        });
    }

    private static GaussianSite localOptimum(Conjugate data, Shard shard, GaussianSite cavity) {
        DiagonalSite rest = (DiagonalSite) cavity;
        var target = data.likelihood(shard.examples())
                .plus(new FullSite(Conjugate.D, rest.precisionMean(), Conjugate.diagonal(rest.precision())));
        double[] covariance = GaussJordan.of(target.precision(), Conjugate.D).inverse();
        double[] precision = new double[Conjugate.D];
        double[] precisionMean = new double[Conjugate.D];
        for (int i = 0; i < Conjugate.D; i++) {
            precision[i] = target.precision()[i * Conjugate.D + i];
            for (int j = 0; j < Conjugate.D; j++) {
                precisionMean[i] += precision[i] * covariance[i * Conjugate.D + j] * target.precisionMean()[j];
            }
        }
        return DiagonalSite.dense(precisionMean, precision);
    }

    static void close(double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            if (Double.compare(expected[i], actual[i]) != 0) {
                assertEquals(expected[i], actual[i], tolerance * (1 + Math.abs(expected[i])), "number " + i);
            }
        }
    }
}
