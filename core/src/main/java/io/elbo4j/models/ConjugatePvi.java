package io.elbo4j.models;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.merge.Turns;
import io.elbo4j.models.pvi.Damping;
import io.elbo4j.models.pvi.LinearOptimum;
import io.elbo4j.models.pvi.Pvi;
import io.elbo4j.models.pvi.PviSpec;
import io.elbo4j.models.pvi.PviState;
import io.elbo4j.site.SiteId;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Linear regression by partitioned inference, from settings. */
final class ConjugatePvi {

    /** A limit: rounds end once the sites are at rest, which is long before on all but the worst conditioned data. */
    private static final int ROUNDS = 1000;

    private ConjugatePvi() {}

    static PviSpec spec(RunSpec spec) {
        return new PviSpec(
                Partition.TASK,
                Turns.parse(spec.cluster().schedule()),
                Damping.parse(spec.cluster().damping()));
    }

    static Job<PviState> job(RunSpec spec, ModelInput input) {
        PviSpec pvi = spec(spec);
        LinearOptimum optimum = new LinearOptimum(
                spec.likelihood().noiseVariance(), spec.network().bias());
        int coefficients = input.featureNames().size() + (spec.network().bias() ? 1 : 0);
        Posterior prior = input.earlier()
                .map(earlier -> sameFamily(spec, earlier.linear(coefficients)))
                .orElseGet(() -> prior(spec, coefficients));
        int rounds = rounds(spec, pvi);
        return new Job<>(
                Pvi.of(pvi, optimum),
                Pvi.initial(pvi, prior),
                rounds,
                PviState::posterior,
                Optional.empty(),
                Optional.of(new ByShard(spec.model().full(), rounds)));
    }

    /** Where a site does not depend on the others, one undamped visit of each shard is all. */
    private static int rounds(RunSpec spec, PviSpec pvi) {
        double damping = pvi.damping().initial();
        double visits = spec.model().full() && damping == 1 ? 1 : ROUNDS / damping;
        double rounds = pvi.turns().sequential() ? visits * spec.cluster().shards() : visits;
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(rounds));
    }

    /** Sites are of the family of their prior. */
    private static Posterior sameFamily(RunSpec spec, Posterior earlier) {
        if (earlier instanceof FullGaussian != spec.model().full()) {
            throw new SpecException("prior: of another family: merge.rule=pvi model.family="
                    + (spec.model().full() ? "full" : "mean-field")
                    + "; use that of prior.model, or another merge.rule");
        }
        return earlier;
    }

    private static Posterior prior(RunSpec spec, int dimension) {
        double[] mean = new double[dimension];
        if (!spec.model().full()) {
            double[] variance = new double[dimension];
            Arrays.fill(variance, spec.priorVariance());
            return new DiagonalGaussian(mean, variance);
        }
        double[] covariance = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++) {
            covariance[i * dimension + i] = spec.priorVariance();
        }
        return new FullGaussian(mean, covariance);
    }

    /**
     * The sites of a state.
     *
     * @param independent whether they are, as those with full covariances
     * @param rounds of a run
     */
    private record ByShard(boolean independent, int rounds) implements Partition<PviState> {

        @Override
        public List<SiteId> sites(PviState state) {
            return List.copyOf(state.sites().byId().keySet());
        }

        @Override
        public PviState without(PviState state, SiteId id) {
            return state.forget(id);
        }

        /** A site has all parameters. */
        @Override
        public int withoutSite(PviState state) {
            return 0;
        }

        /** Until they rest, which they do by themselves. */
        @Override
        public Again<PviState> again(PviState state, int round, OptionalInt count) {
            if (count.isPresent()) {
                throw new SpecException("forget: rounds end by themselves: rounds=" + count.getAsInt()
                        + " model.name=linear-regression; leave them out");
            }
            return new Again<>(state, round, Math.addExact(round, rounds));
        }
    }
}
