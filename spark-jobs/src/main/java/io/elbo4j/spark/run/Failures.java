package io.elbo4j.spark.run;

import io.elbo4j.spark.io.DataException;

/** What a failed Spark job really failed of. */
final class Failures {

    private Failures() {}

    /** The exception that a task threw, where it is one of ours; else the job's own. */
    static RuntimeException original(Exception failure) {
        return DataException.original(failure);
    }
}
