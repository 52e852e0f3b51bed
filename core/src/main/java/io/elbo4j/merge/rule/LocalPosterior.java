package io.elbo4j.merge.rule;

import io.elbo4j.site.GaussianSite;
import java.io.Serializable;

/**
 * What one shard believes at the end of its work. A shard without rows has none, and contributes the merge's identity.
 *
 * @param shard its index
 * @param rows N_k, above 0
 * @param start what stood in the place of the prior: the prior to the power of the target, or a cavity
 * @param belief the shard's posterior
 */
public record LocalPosterior(int shard, double rows, GaussianSite start, GaussianSite belief) implements Serializable {

    public LocalPosterior {
        if (!(rows > 0) || Double.isInfinite(rows)) {
            throw new IllegalArgumentException("local posterior: no rows: shard=" + shard + " rows=" + rows
                    + "; a shard without rows contributes the identity");
        }
        if (!start.isFinite() || !belief.isFinite()) {
            throw new IllegalArgumentException("local posterior: not finite: shard=" + shard + " belief=" + belief
                    + "; look for NaN or overflow in this shard");
        }
    }
}
