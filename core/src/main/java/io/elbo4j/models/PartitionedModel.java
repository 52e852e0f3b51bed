package io.elbo4j.models;

import io.elbo4j.models.pvi.PviState;
import io.elbo4j.site.SiteId;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.Optional;

/**
 * A model whose posterior is the prior times one factor a shard.
 *
 * @param model with its sites
 */
public record PartitionedModel(TrainedModel<PviState> model) {

    /** A trained model with its sites, where it has some. */
    public static Optional<PartitionedModel> of(TrainedModel<?> model) {
        if (!(model.state() instanceof PviState state)) {
            return Optional.empty();
        }
        Job<PviState> job =
                ConjugatePvi.job(model.spec(), model.input().featureNames().size());
        return Optional.of(new PartitionedModel(new TrainedModel<>(
                model.spec(), model.input(), model.standardisation(), model.network(), job, state, model.round())));
    }

    /** The ids of all sites, in ascending order. */
    public List<SiteId> sites() {
        return List.copyOf(model.state().sites().byId().keySet());
    }

    /**
     * The site that is meant.
     *
     * @param text an id like {@code task/3}, or the number of the shard alone
     * @throws SpecException when that is none, or not one only; it lists those there are
     */
    public SiteId site(String text) {
        List<SiteId> meant = sites().stream()
                .filter(id ->
                        id.toString().equals(text) || String.valueOf(id.shard()).equals(text))
                .toList();
        if (meant.size() != 1) {
            throw new SpecException("forget: not the id of a site: site=" + text + " known=" + sites()
                    + "; give one of the known ids, or the number of its shard");
        }
        return meant.get(0);
    }

    /**
     * The model with one factor divided out.
     *
     * @throws io.elbo4j.site.ImproperGaussianException when what is left is no distribution
     */
    public PartitionedModel without(SiteId id) {
        return new PartitionedModel(model.at(model.state().forget(id), model.round()));
    }

    /** Whether a site is a function of its own shard's rows. If not, the others still know of one that was divided out. */
    public boolean sitesAreIndependent() {
        return model.spec().model().full();
    }
}
