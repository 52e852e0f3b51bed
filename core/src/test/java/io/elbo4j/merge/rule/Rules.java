package io.elbo4j.merge.rule;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.NiwStatistics;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.site.FullSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/** All rules with contributions to try them on. */
final class Rules {

    /** Rules that make a posterior of posteriors. */
    static final List<PosteriorMerge<LocalPosterior, ?, Posterior>> OF_POSTERIORS = List.of(
            NaturalMerge.SITE_PRODUCT,
            NaturalMerge.COMMITTEE,
            NaturalMerge.COMMITTEE_SPLIT,
            NaturalMerge.POWERED_AVERAGE,
            NaturalMerge.PLAIN_AVERAGE,
            MomentMatching.INSTANCE,
            MeanAndSpread.STANDARD_DEVIATION,
            MeanAndSpread.PRECISION,
            FullBarycentre.INSTANCE);

    /**
     * A rule under test.
     *
     * @param parts contributions of a random partition, empty shards among them
     * @param other a contribution of another shape
     */
    record Case<U, R>(
            String name,
            PosteriorMerge<?, U, R> rule,
            Shared shared,
            LongFunction<List<U>> parts,
            U other,
            Function<U, double[]> numbers,
            Function<R, double[]> result) {

        @Override
        public String toString() {
            return name;
        }
    }

    private Rules() {}

    /** Whether a rule takes the family's posteriors. */
    static boolean takes(PosteriorMerge<?, ?, ?> rule, boolean full) {
        return full ? !(rule instanceof MeanAndSpread) : rule != FullBarycentre.INSTANCE;
    }

    static List<Case<?, ?>> all() {
        List<Case<?, ?>> cases = new ArrayList<>();
        for (boolean full : new boolean[] {true, false}) {
            for (NaturalMerge rule : NaturalMerge.values()) {
                cases.add(sums(rule, full));
            }
            cases.add(posterior(
                    MomentMatching.INSTANCE,
                    full,
                    NiwStatistics.of(new double[7], new double[full ? 49 : 7]),
                    Rules::numbers));
            cases.add(gradient(full));
            cases.add(fedPa(full));
        }
        for (MeanAndSpread rule : MeanAndSpread.values()) {
            cases.add(sums(rule, false));
        }
        Conjugate wide = Conjugate.of(1, true);
        LocalPosterior other = new LocalPosterior(99, 1, FullSite.identity(7), FullSite.identity(7));
        cases.add(posterior(
                FullBarycentre.INSTANCE,
                wide.full(),
                FullBarycentre.INSTANCE.contribution(other),
                members -> members.byShard().values().stream()
                        .flatMapToDouble(local -> Arrays.stream(numbers(((FullSite) local.belief()).posterior())))
                        .toArray()));
        cases.add(new Case<>(
                "consensus",
                ConsensusMonteCarlo.INSTANCE,
                wide.shared(wide.prior()),
                seed -> {
                    List<Sums> parts = new ArrayList<>(List.of(Sums.NONE));
                    for (int shard = 0; shard < 5; shard++) {
                        double[] values = new double[10 * Conjugate.D];
                        for (int i = 0; i < values.length; i++) {
                            values[i] = Key.of(seed).fold(shard).gaussian(i);
                        }
                        parts.add(ConsensusMonteCarlo.INSTANCE.contribution(new Draws(3 + shard, Conjugate.D, values)));
                    }
                    return parts;
                },
                Sums.of(1, 0, new double[4], new double[8]),
                Rules::numbers,
                Draws::values));
        return cases;
    }

    private static Case<Sums, Posterior> sums(PosteriorMerge<LocalPosterior, Sums, Posterior> rule, boolean full) {
        return posterior(rule, full, Sums.of(1, 0, new double[7], new double[7]), Rules::numbers);
    }

    private static <U> Case<U, Posterior> posterior(
            PosteriorMerge<LocalPosterior, U, Posterior> rule, boolean full, U other, Function<U, double[]> numbers) {
        Conjugate model = Conjugate.of(1, full);
        return new Case<>(
                rule + (full ? " full" : " mean-field"),
                rule,
                model.shared(model.prior()),
                seed -> contributions(rule, Conjugate.of(seed, full), seed),
                other,
                numbers,
                Rules::numbers);
    }

    private static Case<Sums, Posterior> gradient(boolean full) {
        NaturalGradientSum rule = new NaturalGradientSum(0.5);
        return new Case<>(
                "gradient " + full,
                rule,
                Conjugate.of(1, full).shared(Conjugate.of(1, full).prior()),
                seed -> {
                    Conjugate model = Conjugate.of(seed, full);
                    return model.shards(seed).stream()
                            .map(shard -> shard.examples().rows() == 0
                                    ? rule.identity()
                                    : rule.contribution(model.gradient(shard.examples(), model.prior())))
                            .toList();
                },
                Sums.of(1, 0, new double[7], new double[7]),
                Rules::numbers,
                Rules::numbers);
    }

    private static Case<Sums, double[]> fedPa(boolean full) {
        FedPa rule = new FedPa(0.1);
        return new Case<>(
                "fedpa " + full,
                rule,
                Conjugate.of(1, full).shared(Conjugate.of(1, full).prior()),
                seed -> {
                    Conjugate model = Conjugate.of(seed, full);
                    List<Sums> parts = new ArrayList<>(List.of(Sums.NONE));
                    model.locals(rule, model.shards(seed))
                            .forEach(local -> parts.add(
                                    rule.contribution(new FedPa.Client(new double[] {1, -2, 3}, local.belief()))));
                    return parts;
                },
                Sums.of(1, 0, new double[7]),
                Rules::numbers,
                Function.identity());
    }

    /** One contribution a shard, the identity for shards without rows. */
    static <U> List<U> contributions(PosteriorMerge<LocalPosterior, U, ?> rule, Conjugate model, long seed) {
        List<U> parts = new ArrayList<>();
        List<LocalPosterior> locals = model.locals(rule, model.shards(seed));
        for (int shard = 0, next = 0; shard < 12; shard++) {
            boolean hasRows = next < locals.size() && locals.get(next).shard() == shard;
            parts.add(hasRows ? rule.contribution(locals.get(next++)) : rule.identity());
        }
        return parts;
    }

    static <U, R> R merged(PosteriorMerge<?, U, R> rule, Shared shared, List<U> parts) {
        U sum = rule.identity();
        for (U part : parts) {
            sum = rule.combine(sum, part);
        }
        return rule.finish(shared, sum);
    }

    static double[] numbers(Posterior posterior) {
        return posterior instanceof FullGaussian full
                ? joined(full.mean(), full.covariance())
                : joined(((DiagonalGaussian) posterior).mean(), ((DiagonalGaussian) posterior).variance());
    }

    static double[] numbers(Sums sums) {
        double[] all = {sums.rows(), sums.logLik()};
        for (double[] array : sums.arrays()) {
            all = joined(all, array);
        }
        return all;
    }

    static double[] numbers(NiwStatistics statistics) {
        return joined(
                joined(new double[] {statistics.count()}, statistics.mean()),
                joined(statistics.scatter(), statistics.covarianceSum()));
    }

    private static double[] joined(double[] left, double[] right) {
        double[] joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }
}
