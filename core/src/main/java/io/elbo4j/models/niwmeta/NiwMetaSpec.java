package io.elbo4j.models.niwmeta;

import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import java.io.Serializable;

/**
 * Settings of NIW-Meta.
 *
 * @param fit of an episode's rows
 * @param objective of the belief
 * @param samples pairs of draws θ = m ± root · noise for expectations, at least 1
 * @param episodesPerRound over all shards, at least 1
 * @param support how it moves where not all own weights are active
 * @param scale how far episodes differ in it
 * @param additive whether the belief follows the exact update of finitely many episodes; otherwise a gradient
 * @param optimiser of the gradient, and of shared weights
 * @param schedule of its rate, by rounds
 */
public record NiwMetaSpec(
        EpisodeFit fit,
        Objective objective,
        int samples,
        int episodesPerRound,
        MovingSupport support,
        EpisodeScale scale,
        boolean additive,
        FirstOrder optimiser,
        Schedule schedule)
        implements Serializable {

    /** With all own weights active, and episodes of one scale. */
    public NiwMetaSpec(
            EpisodeFit fit,
            Objective objective,
            int samples,
            int episodesPerRound,
            boolean additive,
            FirstOrder optimiser,
            Schedule schedule) {
        this(
                fit,
                objective,
                samples,
                episodesPerRound,
                MovingSupport.ALL,
                EpisodeScale.ONE,
                additive,
                optimiser,
                schedule);
    }

    public NiwMetaSpec {
        if (samples < 1 || episodesPerRound < 1) {
            throw new IllegalArgumentException("niw-meta: out of range: samples=" + samples + " episodesPerRound="
                    + episodesPerRound + "; both are at least 1");
        }
        if (additive && support.density() < 1) {
            throw new IllegalArgumentException("niw-meta: the additive update is of fixed weights: density="
                    + support.density() + "; use a density of 1, or the gradient");
        }
        if (scale.varies() && (additive || objective != Objective.ELBO || !fit.exact())) {
            throw new IllegalArgumentException(
                    "niw-meta: scales are learned by the gradient of the exact bound: additive="
                            + additive + " objective=" + objective + " fit=" + fit
                            + "; use the elbo, the gradient and an exact fit, or episodes of one scale");
        }
        if (additive && objective != Objective.ELBO) {
            throw new IllegalArgumentException("niw-meta: the additive update is of the bound: objective=" + objective
                    + "; use the elbo, or the gradient");
        }
    }
}
