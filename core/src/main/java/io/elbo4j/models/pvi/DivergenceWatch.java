package io.elbo4j.models.pvi;

import io.elbo4j.site.GaussianSite;
import io.elbo4j.site.SiteId;
import io.elbo4j.site.Sites;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether rounds run away: |t_new − t| over the shards of a round, in natural parameters, against the last visits of the same
 * shards. It shrinks when rounds converge. Diverging is growth in {@value #GROWING} rounds on end, by more than half in all. A
 * convergent run may grow for a few rounds, hardly by that much ({@code MeanFieldPviTest} counts). The
 * changes of an optimum with noise never settle, so they would need a wider margin than this.
 *
 * @param growing how many rounds on end it grew
 * @param growth by which factor in these rounds
 * @param changes |t_new − t| of each shard at its last visit
 * @param good the sites before it began to grow
 */
public record DivergenceWatch(int growing, double growth, SortedMap<SiteId, Double> changes, Sites good)
        implements Serializable {

    private static final int GROWING = 3;
    private static final double GROWTH = 1.5;
    /** Parts of the belief's size that are rounding. */
    private static final double ROUNDING = 1e-10;

    public DivergenceWatch {
        changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    }

    /** Nothing seen yet. */
    static DivergenceWatch from(Sites good) {
        return new DivergenceWatch(0, 1, new TreeMap<>(), good);
    }

    /** Having seen the new sites that shards offer in place of the current ones. */
    DivergenceWatch after(Sites current, Sites offered, double beliefNorm) {
        SortedMap<SiteId, Double> next = new TreeMap<>(changes);
        double now = 0;
        double before = 0;
        for (Map.Entry<SiteId, GaussianSite> entry : offered.byId().entrySet()) {
            GaussianSite site = entry.getValue();
            double change =
                    current.site(entry.getKey()).map(site::minus).orElse(site).norm();
            Double last = next.put(entry.getKey(), change);
            if (last != null) {
                now += change * change;
                before += last * last;
            }
        }
        if (!(now > before) || Math.sqrt(now) < ROUNDING * beliefNorm) {
            return new DivergenceWatch(0, 1, next, current);
        }
        return new DivergenceWatch(growing + 1, growth * Math.sqrt(now / before), next, good);
    }

    boolean diverging() {
        return growing >= GROWING && growth > GROWTH;
    }

    /** |t_new − t| over all shards at their last visits. */
    double change() {
        return Math.sqrt(
                changes.values().stream().mapToDouble(change -> change * change).sum());
    }
}
