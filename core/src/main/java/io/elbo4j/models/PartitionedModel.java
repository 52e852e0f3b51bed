package io.elbo4j.models;

import io.elbo4j.site.ImproperGaussianException;
import io.elbo4j.site.SiteId;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.Optional;

/**
 * A model whose posterior is the prior times one factor a shard.
 *
 * @param model with its sites
 * @param partition where they are
 */
public record PartitionedModel<S>(TrainedModel<S> model, Partition<S> partition) {

    /** A trained model with its sites, where it has some. */
    public static Optional<? extends PartitionedModel<?>> of(TrainedModel<?> model) {
        return typed(model);
    }

    private static <S> Optional<PartitionedModel<S>> typed(TrainedModel<S> model) {
        return model.job().partition().map(partition -> new PartitionedModel<>(model, partition));
    }

    /** The ids of all sites, in ascending order. */
    public List<SiteId> sites() {
        return partition.sites(model.state());
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
     * @throws SpecException when what is left is no distribution; it names the parameter
     */
    public PartitionedModel<S> without(SiteId id) {
        try {
            return new PartitionedModel<>(model.at(partition.without(model.state(), id), model.round()), partition);
        } catch (ImproperGaussianException e) {
            throw new SpecException("forget: no belief without this site: site=" + id + " parameter=" + e.parameter()
                    + " precision=" + e.precision() + "; the other sites lean on it, train again without its rows");
        }
    }
}
