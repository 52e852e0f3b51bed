package io.elbo4j.models.pvi;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.family.Posterior;
import io.elbo4j.site.GaussianSite;
import io.elbo4j.site.Sites;
import io.elbo4j.site.SitesCodec;
import java.util.List;

/** Partitioned variational inference. */
public final class Pvi {

    private Pvi() {}

    /** Rounds of local optima. */
    public static Algorithm<PviState, Sites> of(PviSpec spec, LocalOptimum optimum) {
        PviRound round = new PviRound(spec, optimum);
        return new Algorithm<>("pvi", round, round, PviStateCodec.INSTANCE, SitesCodec.INSTANCE);
    }

    /**
     * The prior, with no sites yet.
     *
     * @param prior its family, diagonal or full, is the posterior's
     */
    public static PviState initial(PviSpec spec, Posterior prior) {
        GaussianSite start = GaussianSite.of(prior);
        start.requireProper();
        return new PviState(start, List.of(Sites.NONE), spec.damping().initial(), DivergenceWatch.from(Sites.NONE));
    }
}
