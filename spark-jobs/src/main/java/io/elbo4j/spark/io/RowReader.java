package io.elbo4j.spark.io;

import java.io.IOException;

/** Reads rows one after the other. */
interface RowReader extends AutoCloseable {

    /**
     * Reads the next row.
     *
     * @param row takes its cells; the caller ends it
     * @return whether there was one
     * @throws RowFault when the row is not what it should be
     */
    boolean next(RowCells row) throws IOException, RowFault;

    /** The target of the row read last. */
    float target();

    /** Whether rows have weights of their own. */
    default boolean weighted() {
        return false;
    }

    /** The weight of the row read last. */
    default float weight() {
        return 1;
    }

    /** Where that row is, beside its number: key=value pairs with a space behind each, or nothing. */
    String where();

    @Override
    void close() throws IOException;
}
