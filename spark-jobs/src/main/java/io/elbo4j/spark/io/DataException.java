package io.elbo4j.spark.io;

import org.jspecify.annotations.Nullable;

/** Data that cannot be used: missing, damaged, or not what its settings say. The message names the place and what to do. */
public class DataException extends RuntimeException {

    /** The whole text: what failed, where, and what to do. */
    public DataException(String message) {
        super(message);
    }

    /** The same, with the failure underneath. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The data exception that a failed Spark job carries, or else the failure itself, unchecked. */
    public static RuntimeException original(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof DataException found) {
                return found;
            }
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    private static @Nullable Throwable next(Throwable failure) {
        return failure.getCause() == failure ? null : failure.getCause();
    }
}
