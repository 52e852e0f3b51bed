package io.elbo4j.spark.run;

import io.elbo4j.spark.io.DataException;

/** What a failed Spark job really failed of. */
final class Failures {

    private Failures() {}

    /** The exception that a task threw, where it is one that says what to do; else the job's own. */
    static RuntimeException original(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException found && cause.getMessage() != null) {
                return found;
            }
        }
        return DataException.original(failure);
    }
}
