package io.elbo4j.data;

import java.io.Serializable;
import java.util.List;

/**
 * One task: rows to learn it from, and rows to judge by. No row is in both.
 *
 * @param id of the episode, from 0; names its draws
 * @param support rows with targets, at least one
 * @param query rows with targets, at least one
 */
public record Episode(long id, Batch support, Batch query) implements Serializable {

    public Episode {
        if (support.rows() == 0 || query.rows() == 0 || support.width() != query.width()) {
            throw new IllegalArgumentException("episode: rows missing or of two widths: episode=" + id + " support="
                    + support.rows() + "x" + support.width() + " query=" + query.rows() + "x" + query.width()
                    + "; both parts need a row, with the same features");
        }
    }

    /** Support, then query: all that is known of the task. */
    public Batch all() {
        return Batch.concatenated(
                List.of(support, query), support.width(), support.features() instanceof SparseFeatures);
    }
}
