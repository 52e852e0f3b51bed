package io.elbo4j.merge;

import io.elbo4j.family.SparseGaussian;
import io.elbo4j.site.ImproperGaussianException;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Target;
import java.util.List;

/**
 * A state of {@link SiteProduct} with one shard's site divided out. The other sites are as they were: they were found in the
 * light of the one that goes, so its trace is in them until new rounds have replaced them.
 *
 * <p>A weight that has no other site is what it was before the first round, because its mean is what the forgotten rows made
 * of it. So is a weight whose cavities would not all be distributions: its remaining sites lean on the one that goes, and are
 * dropped with it.
 */
public final class SiteRemoval {

    private SiteRemoval() {}

    /**
     * The state with the belief prior × remaining sites.
     *
     * @param state its slots are sites; older ones go too, since no shard may work from a belief that still knows
     * @param places where they lie
     * @param shard whose site goes
     * @param start the belief before the first round
     * @throws ImproperGaussianException when the belief is none without the site; it names the weight
     */
    public static MeanFieldState of(
            MeanFieldState state, SiteSlots places, Target target, int shard, SparseGaussian start) {
        SparseGaussian q = state.posterior();
        float[][] sites = places.newest(state).copyOfSlots();
        sites[2 * shard] = new float[q.active()];
        sites[2 * shard + 1] = new float[q.active()];
        SiteSums sums = SiteSums.of(new MeanFieldState(q, List.of(sites), state.step()), target);
        SparseGaussian belief = sums.belief();
        float[] mean = belief.mean().clone();
        float[] sd = belief.sd().clone();
        float startSd = widest(start);
        for (int k = 0; k < mean.length; k++) {
            if (sums.present(k) > 0 && !(sums.precision()[k] > 0)) {
                throw new ImproperGaussianException(q.support()[k], sums.precision()[k]);
            }
            if (sums.present(k) > 0 && sums.proper(k)) {
                continue;
            }
            int before = start.position(q.support()[k]);
            boolean known = before < start.active() && start.support()[before] == q.support()[k];
            mean[k] = known ? start.mean()[before] : 0f;
            sd[k] = q.isPoint(k) ? 0f : startSd;
            for (float[] site : sites) {
                site[k] = 0;
            }
        }
        SparseGaussian posterior = new SparseGaussian(q.dimension(), q.support(), mean, sd);
        return new MeanFieldState(posterior, places.alone(sites), state.step());
    }

    /** That of all weights: they start with one standard deviation. */
    private static float widest(SparseGaussian start) {
        float widest = 0;
        for (float sd : start.sd()) {
            widest = Math.max(widest, sd);
        }
        return widest;
    }
}
