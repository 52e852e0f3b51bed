package io.elbo4j.spark.io;

import io.elbo4j.density.ObservationModel;
import java.util.List;

/**
 * Opened data: rows in one fixed order, numbered from 0, not yet in shards. Everything about the numbers has been checked
 * that does not depend on the model. Close it when its shards are made.
 */
public interface Table extends AutoCloseable {

    /** F names, in the order of the columns. */
    List<String> featureNames();

    /** {@code [F]}, or {@code [channels, height, width]} for images. */
    List<Integer> shape();

    /** N. */
    long rows();

    /**
     * The selected rows, re-indexed 0, 1, 2 ... in ascending order, in logical shards: the same bits as
     * {@link io.elbo4j.data.Shard#split} of the same rows.
     *
     * @param shards from 1 up
     * @throws DataException when no row is selected, or the data cannot be read
     */
    Shards shards(RowSelection selection, int shards);

    /**
     * Checks every target.
     *
     * @throws DataException naming file and row of the first one that cannot occur
     */
    void requireTargets(ObservationModel observation);

    /**
     * Checks that these data have the features that a model was trained on.
     *
     * @throws DataException naming the first difference
     */
    default void requireFeatures(List<String> trained) {
        List<String> found = featureNames();
        if (found.equals(trained)) {
            return;
        }
        int at = 0;
        while (at < Math.min(found.size(), trained.size()) && found.get(at).equals(trained.get(at))) {
            at++;
        }
        throw new DataException("data: other features than in training: features=" + found.size() + " trained="
                + trained.size() + " column=" + (at + 1) + " name=" + (at < found.size() ? found.get(at) : "none")
                + " expected=" + (at < trained.size() ? trained.get(at) : "none")
                + "; give the same columns in the same order (libsvm: set options.features)");
    }

    /** Lets go of what was kept in memory. Shards stay. */
    @Override
    void close();
}
