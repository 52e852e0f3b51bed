package io.elbo4j.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalInverseWishartTest {

    private static final int D = 3;
    private static final MathContext DIGITS = new MathContext(60);

    /** A normal that is a member of the hierarchy. */
    private record Member(double[] mean, double[] covariance) {
        NiwStatistics statistics() {
            return NiwStatistics.of(mean, covariance);
        }
    }

    @Test
    void updated_equalsTheRawSums_withManyDigits() {
        Forall.seeds(10, seed -> {
            for (boolean full : new boolean[] {true, false}) {
                List<Member> members = members(seed, 20, full, 0);
                close(exact(prior(full, 0), members), prior(full, 0).updated(sum(statistics(members))), 1e-12);
            }
        });
    }

    @Test
    void updated_doesNotDependOnTheGrouping() {
        Forall.seeds(10, seed -> {
            for (boolean full : new boolean[] {true, false}) {
                List<NiwStatistics> members = statistics(members(seed, 21, full, 0));
                NormalInverseWishart single = prior(full, 0).updated(sum(members));
                List<NiwStatistics> parts = new ArrayList<>(Collections.nCopies(4, NiwStatistics.NONE));
                for (int i = 0; i < members.size(); i++) {
                    // Part 3 stays empty.
                    int part = (int) (3 * Key.of(seed).fold(1).uniform(i));
                    parts.set(part, parts.get(part).plus(members.get(i)));
                }
                close(single, prior(full, 0).updated(sum(parts)), 1e-12);
                List<NiwStatistics> shuffled = new ArrayList<>();
                for (int part : Key.of(seed).permutation(parts.size())) {
                    shuffled.add(parts.get(part));
                }
                close(single, prior(full, 0).updated(sum(shuffled)), 1e-12);
            }
        });
    }

    @Test
    void plus_isAnAssociativeCommutativeMonoid() {
        Forall.seeds(10, seed -> {
            for (boolean full : new boolean[] {true, false}) {
                NiwStatistics a = sum(statistics(members(seed, 4, full, 0)));
                NiwStatistics b = sum(statistics(members(seed + 50, 3, full, 0)));
                NiwStatistics c = sum(statistics(members(seed + 90, 1, full, 0)));
                NiwStatistics before = new NiwStatistics(
                        a.count(),
                        a.mean().clone(),
                        a.scatter().clone(),
                        a.covarianceSum().clone());
                assertEquals(a.plus(b), b.plus(a));
                close(numbers(a.plus(b).plus(c)), numbers(a.plus(b.plus(c))), 1e-12);
                assertEquals(a, a.plus(NiwStatistics.NONE));
                assertEquals(a, NiwStatistics.NONE.plus(a));
                NiwStatistics none = a.times(0);
                assertEquals(a, a.plus(none));
                assertEquals(a, none.plus(a));
                assertEquals(before, a);
                assertEquals(before.hashCode(), a.hashCode());
                assertNotEquals(a, b);
            }
        });
    }

    @Test
    void times_countsMembersSoOften() {
        for (boolean full : new boolean[] {true, false}) {
            NiwStatistics some = sum(statistics(members(5, 6, full, 0)));
            close(numbers(some.plus(some).plus(some)), numbers(some.times(3)), 1e-12);
        }
    }

    @Test
    void scatter_survivesALargeOffset() {
        for (boolean full : new boolean[] {true, false}) {
            double offset = 1e8;
            List<Member> far = members(7, 50, full, offset);
            NiwStatistics statistics = sum(statistics(far));
            NormalInverseWishart exact = exact(prior(full, offset), far);
            // A mean at 1e8 has an absolute error of 1e-8 already, and so much of the scatter is lost.
            close(exact.scale(), prior(full, offset).updated(statistics).scale(), 1e-6);
            double raw = 0;
            double rawMean = 0;
            for (Member member : far) {
                raw += member.mean()[0] * member.mean()[0];
                rawMean += member.mean()[0] / far.size();
            }
            double naive = raw - far.size() * rawMean * rawMean;
            double scatter = statistics.scatter()[0];
            assertTrue(scatter > 10, "scatter=" + scatter);
            assertTrue(Math.abs(naive - scatter) > 0.1 * scatter, "raw sums would lose it: " + naive + " " + scatter);
        }
    }

    @Test
    void perCoordinate_isTheFullOneInOneDimension() {
        List<Member> one = new ArrayList<>();
        for (Member member : members(3, 9, false, 0)) {
            one.add(new Member(new double[] {member.mean()[1]}, new double[] {member.covariance()[1]}));
        }
        NormalInverseWishart prior = prior(false, 0);
        NormalInverseWishart alone = new NormalInverseWishart(
                        prior.strength(),
                        new double[] {prior.mean()[1]},
                        new double[] {prior.scale()[1]},
                        prior.degrees())
                .updated(sum(statistics(one)));
        NormalInverseWishart together = prior.updated(sum(statistics(members(3, 9, false, 0))));
        assertEquals(together.mean()[1], alone.mean()[0]);
        assertEquals(together.scale()[1], alone.scale()[0]);
    }

    @Test
    void updated_withNobody_isTheSame() {
        NormalInverseWishart prior = prior(true, 0);
        assertSame(prior, prior.updated(NiwStatistics.NONE));
        assertSame(prior, prior.updated(sum(statistics(members(1, 2, true, 0))).times(0)));
    }

    @Test
    void otherShapes_areClearErrors() {
        NiwStatistics full = sum(statistics(members(1, 2, true, 0)));
        NiwStatistics coordinates = sum(statistics(members(1, 2, false, 0)));
        for (NiwStatistics other : List.of(coordinates, NiwStatistics.of(new double[2], new double[4]))) {
            String merge = String.valueOf(assertThrows(IllegalArgumentException.class, () -> full.plus(other))
                    .getMessage());
            assertTrue(merge.startsWith("niw statistics: shape mismatch: left=3/9 right="), merge);
            assertThrows(IllegalArgumentException.class, () -> prior(true, 0).updated(other));
        }
        assertThrows(IllegalArgumentException.class, () -> NiwStatistics.of(new double[3], new double[4]));
        assertThrows(IllegalArgumentException.class, () -> full.times(-1));
    }

    @Test
    void of_whatIsNoDistribution_isAnError() {
        double[] unit = {1, 0, 0, 1};
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new NormalInverseWishart(bad, new double[2], unit, 5));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new NormalInverseWishart(1, new double[2], new double[] {1, bad}, 5));
        }
        assertThrows(IllegalArgumentException.class, () -> new NormalInverseWishart(1, new double[2], unit, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new NormalInverseWishart(1, new double[2], new double[] {1, 2, 2, 1}, 5));
        assertThrows(
                IllegalArgumentException.class, () -> new NormalInverseWishart(1, new double[2], new double[3], 5));
    }

    private static NormalInverseWishart prior(boolean full, double offset) {
        double[] mean = {offset + 0.5, offset - 1, offset};
        double[] scale = full ? new double[] {2, 0.5, 0, 0.5, 3, 0.25, 0, 0.25, 1} : new double[] {2, 3, 1};
        return new NormalInverseWishart(0.7, mean, scale, 4.5);
    }

    /** Means around the offset, in steps that stay exact when the offset is added. */
    private static List<Member> members(long seed, int count, boolean full, double offset) {
        List<Member> members = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            Key key = Key.of(seed).fold(m);
            double[] mean = new double[D];
            for (int i = 0; i < D; i++) {
                mean[i] = offset + Math.rint(1024 * key.gaussian(i)) / 1024;
            }
            double[] covariance = new double[full ? D * D : D];
            for (int i = 0; i < covariance.length; i++) {
                int row = full ? i / D : i;
                int column = full ? i % D : i;
                covariance[i] = row == column ? 0.5 + key.fold(1).uniform(i) : 0.1 * (row * column - 1);
            }
            members.add(new Member(mean, covariance));
        }
        return members;
    }

    private static List<NiwStatistics> statistics(List<Member> members) {
        return members.stream().map(Member::statistics).toList();
    }

    private static NiwStatistics sum(List<NiwStatistics> parts) {
        NiwStatistics sum = NiwStatistics.NONE;
        for (NiwStatistics part : parts) {
            sum = sum.plus(part);
        }
        return sum;
    }

    /** V = Σ₀ + Σ(Vᵢ + mᵢmᵢᵀ) + λ₀μ₀μ₀ᵀ − l m mᵀ with sixty digits: the form that doubles cannot take. */
    private static NormalInverseWishart exact(NormalInverseWishart prior, List<Member> members) {
        BigDecimal strength = big(prior.strength()).add(big(members.size()));
        BigDecimal[] mean = new BigDecimal[D];
        for (int i = 0; i < D; i++) {
            mean[i] = big(prior.strength()).multiply(big(prior.mean()[i]));
            for (Member member : members) {
                mean[i] = mean[i].add(big(member.mean()[i]));
            }
            mean[i] = mean[i].divide(strength, DIGITS);
        }
        boolean full = prior.scale().length == D * D;
        double[] scale = new double[prior.scale().length];
        for (int at = 0; at < scale.length; at++) {
            int i = full ? at / D : at;
            int j = full ? at % D : at;
            BigDecimal sum = big(prior.scale()[at])
                    .add(big(prior.strength()).multiply(big(prior.mean()[i])).multiply(big(prior.mean()[j])))
                    .subtract(strength.multiply(mean[i]).multiply(mean[j]));
            for (Member member : members) {
                sum = sum.add(big(member.covariance()[at]))
                        .add(big(member.mean()[i]).multiply(big(member.mean()[j])));
            }
            scale[at] = sum.doubleValue();
        }
        return new NormalInverseWishart(
                strength.doubleValue(),
                Arrays.stream(mean).mapToDouble(BigDecimal::doubleValue).toArray(),
                scale,
                prior.degrees() + members.size());
    }

    private static BigDecimal big(double value) {
        return new BigDecimal(value);
    }

    private static double[] numbers(NiwStatistics statistics) {
        List<Double> numbers = new ArrayList<>(List.of(statistics.count()));
        for (double[] array : List.of(statistics.mean(), statistics.scatter(), statistics.covarianceSum())) {
            Arrays.stream(array).forEach(numbers::add);
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void close(NormalInverseWishart expected, NormalInverseWishart actual, double tolerance) {
        assertEquals(expected.strength(), actual.strength(), tolerance * expected.strength());
        assertEquals(expected.degrees(), actual.degrees(), tolerance * expected.degrees());
        close(expected.mean(), actual.mean(), tolerance);
        close(expected.scale(), actual.scale(), tolerance);
    }

    private static void close(double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * (1 + Math.abs(expected[i])), "number " + i);
        }
    }
}
