package io.elbo4j.models.pvi;

import io.elbo4j.family.Posterior;
import io.elbo4j.paper.Equation;
import io.elbo4j.site.GaussianSite;
import io.elbo4j.site.SiteId;
import io.elbo4j.site.Sites;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A posterior in factors.
 *
 * @param prior proper
 * @param recent the sites after the last rounds, the newest first; never empty
 * @param damping in force
 * @param watch over divergence
 */
public record PviState(GaussianSite prior, List<Sites> recent, double damping, DivergenceWatch watch)
        implements Serializable {

    public PviState {
        recent = List.copyOf(recent);
        if (recent.isEmpty()) {
            throw new IllegalArgumentException("pvi: no sites: recent=0; the newest are always there");
        }
    }

    /** The newest sites. */
    public Sites sites() {
        return recent.get(0);
    }

    /** The natural parameters of the posterior: the prior's and those of all sites. */
    @Equation(paper = "arXiv:2202.12275", number = "server update")
    public GaussianSite belief() {
        return sites().product(prior);
    }

    /** The posterior. */
    public Posterior posterior() {
        return belief().posterior();
    }

    /**
     * The belief without what one shard said. For a conjugate model with a full covariance this is the belief that never saw the
     * shard; for others it is where rounds without the shard start.
     *
     * @throws IllegalArgumentException when there is no such site; it lists those there are
     * @throws io.elbo4j.site.ImproperGaussianException when what is left is no distribution
     */
    public PviState forget(SiteId id) {
        // Older sites and changes go too: no shard may work from a belief that still knows, and what was at rest no
        // longer is.
        Sites others = sites().without(id);
        PviState rest = new PviState(prior, List.of(others), damping, DivergenceWatch.from(others));
        rest.requireProper();
        return rest;
    }

    /** Throws {@link io.elbo4j.site.ImproperGaussianException} unless the posterior and each site's cavity are proper. */
    void requireProper() {
        GaussianSite belief = belief();
        belief.requireProper();
        sites().byId().values().forEach(site -> belief.minus(site).requireProper());
    }

    /** The sites as they were so many rounds ago; the oldest that are kept where there are no older ones. */
    Sites aged(int rounds) {
        return recent.get(Math.min(rounds, recent.size() - 1));
    }

    /**
     * The largest |t − t_old| between a site and what a shard may still take for it; 0 where shards see the newest. While it is not, shards that
     * offer what is there already may only have been asked the same thing twice.
     */
    double drift() {
        double largest = 0;
        for (Sites old : recent) {
            for (Map.Entry<SiteId, GaussianSite> entry : sites().byId().entrySet()) {
                GaussianSite site = entry.getValue();
                largest = Math.max(
                        largest,
                        old.site(entry.getKey()).map(site::minus).orElse(site).norm());
            }
        }
        return largest;
    }
}
