package io.elbo4j.models.pvi;

import io.elbo4j.data.Shard;
import io.elbo4j.site.GaussianSite;
import java.io.Serializable;

/** What a shard makes of its rows in the light of all other shards. Pure: the same arguments give the same bits. */
@FunctionalInterface
public interface LocalOptimum extends Serializable {

    /**
     * The site t for which cavity × t is the q of the cavity's family that maximises E_q log p(rows given θ) − KL(q ‖ cavity).
     *
     * @param shard with at least one row
     * @param cavity proper: prior and other shards' sites
     */
    GaussianSite site(Shard shard, GaussianSite cavity);
}
