package io.elbo4j.models.pvi;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.LocalStep;
import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Shard;
import io.elbo4j.paper.Equation;
import io.elbo4j.site.GaussianSite;
import io.elbo4j.site.ImproperGaussianException;
import io.elbo4j.site.SiteId;
import io.elbo4j.site.Sites;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A round: shards offer new sites, the coordinator moves the old ones there.
 *
 * @param spec settings
 * @param optimum of one shard
 */
record PviRound(PviSpec spec, LocalOptimum optimum) implements LocalStep<PviState, Sites>, Merge<PviState, Sites> {

    private static final double LEAST_DAMPING = 1e-6;
    /** Relative change of the sites below which they are at rest, but for rounding. */
    private static final double CONVERGED = 1e-12;

    @Override
    public Sites run(Round<PviState> round, Shard shard) {
        if (shard.examples().rows() == 0 || !spec.turns().works(round.index(), shard)) {
            return identity();
        }
        SiteId id = new SiteId(spec.task(), shard.index());
        Sites seen = round.state().aged(spec.turns().age(round.index(), shard));
        return Sites.of(id, optimum.site(shard, cavity(round.state().prior(), seen, id)));
    }

    @Override
    public Sites identity() {
        return Sites.NONE;
    }

    @Override
    public Sites combine(Sites left, Sites right) {
        return left.merged(right);
    }

    /**
     * The sites moved, as far as the damping says. Every state has a proper posterior with proper cavities, so that the next
     * local steps have what they need.
     */
    @Override
    public Outcome<PviState> finish(Round<PviState> round, Sites offered) {
        PviState state = round.state();
        if (offered.byId().isEmpty()) {
            return new Outcome<>(state, Map.of());
        }
        double size = state.belief().norm();
        DivergenceWatch watch = state.watch().after(state.sites(), offered, size);
        if (watch.diverging()) {
            String what =
                    "siteChange=" + watch.change() + " growing=" + watch.growing() + " damping=" + state.damping();
            double halved = halved(round, state.damping(), what);
            PviState back =
                    new PviState(state.prior(), List.of(watch.good()), halved, DivergenceWatch.from(watch.good()));
            return outcome(back, watch, size, false);
        }
        // A first visit says nothing yet of shards whose turn is still to come.
        boolean again =
                state.watch().changes().keySet().containsAll(offered.byId().keySet());
        boolean converged = again && Math.max(watch.change(), state.drift()) < CONVERGED * size;
        double damping = state.damping();
        while (true) {
            Sites next = damped(state.sites(), offered, damping);
            List<Sites> recent = new ArrayList<>(List.of(next));
            recent.addAll(state.recent()
                    .subList(
                            0, Math.min(spec.turns().staleness(), state.recent().size())));
            PviState moved = new PviState(state.prior(), recent, damping, watch);
            try {
                moved.requireProper();
                return outcome(moved, watch, size, converged);
            } catch (ImproperGaussianException e) {
                String what = "parameter=" + e.parameter() + " precision=" + e.precision() + " damping=" + damping;
                damping = halved(round, damping, what);
            }
        }
    }

    /** q / t_k, as the product of the prior and the other sites. */
    @Equation(paper = "arXiv:2202.12275", number = "cavity")
    private static GaussianSite cavity(GaussianSite prior, Sites seen, SiteId own) {
        return (seen.site(own).isPresent() ? seen.without(own) : seen).product(prior);
    }

    /** t · (t_new / t)^ρ for each offered site; those without an offer stay. */
    @Equation(paper = "arXiv:2202.12275", number = "damped site update")
    private static Sites damped(Sites current, Sites offered, double damping) {
        SortedMap<SiteId, GaussianSite> next = new TreeMap<>(current.byId());
        offered.byId()
                .forEach((id, site) -> next.merge(
                        id,
                        site.times(damping),
                        (old, part) -> old.times(1 - damping).plus(part)));
        return Sites.of(next);
    }

    private double halved(Round<PviState> round, double damping, String what) {
        if (!spec.damping().auto()) {
            throw new DivergedException(
                    round.index(), what, "use merge.damping=auto, less damping than this, or the sequential schedule");
        }
        if (damping / 2 < LEAST_DAMPING) {
            throw new DivergedException(round.index(), what, "no damping helps: use the sequential schedule");
        }
        return damping / 2;
    }

    private static Outcome<PviState> outcome(PviState next, DivergenceWatch watch, double size, boolean converged) {
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("sites", (double) next.sites().byId().size());
        // In relation to the belief before the round: how far the sites still are from a fixed point.
        diagnostics.put("siteChange", watch.change() / size);
        diagnostics.put("damping", next.damping());
        diagnostics.put("converged", converged ? 1.0 : 0.0);
        return new Outcome<>(next, diagnostics);
    }
}
