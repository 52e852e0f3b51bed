package io.elbo4j.data;

import java.io.Serializable;
import java.util.List;

/** The inputs of some rows. */
public sealed interface Features extends Serializable permits DenseFeatures, PickedRows, SparseFeatures {

    /** B. */
    int rows();

    /** F. */
    int width();

    /** The rows with these numbers, in this order. */
    Features select(int[] rows);

    /** The same, to be read soon and once: dense rows are left where they lie. */
    default Features pick(int[] rows) {
        return select(rows);
    }

    /** Rows from (inclusive) to (exclusive). */
    Features slice(int from, int to);

    /**
     * All numbers, {@code [B, F]}, row-major; shared, not copied.
     *
     * @throws IllegalArgumentException when the rows are sparse: they may be too wide ever to be written out
     */
    float[] dense();

    /** Where dense rows lie, shared: a row is F numbers from its {@link #start} on. */
    default float[] table() {
        return dense();
    }

    /** Where a row begins in the {@link #table}. */
    default int start(int row) {
        return row * width();
    }

    /** Some rows of the same kind and width, one after the other. */
    static Features concatenated(List<Features> parts, int width, boolean sparse) {
        return sparse ? SparseFeatures.concatenated(parts, width) : DenseFeatures.concatenated(parts, width);
    }
}
