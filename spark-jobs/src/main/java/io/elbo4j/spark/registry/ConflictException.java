package io.elbo4j.spark.registry;

/** Another job has decided in the meantime. Nothing was changed. */
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With what happened and what to do. */
    public ConflictException(String message) {
        super(message);
    }
}
