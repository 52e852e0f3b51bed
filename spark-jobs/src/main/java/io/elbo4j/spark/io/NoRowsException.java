package io.elbo4j.spark.io;

/** Data without a single row. */
public final class NoRowsException extends DataException {

    private static final long serialVersionUID = 1;

    NoRowsException(String message) {
        super(message);
    }
}
