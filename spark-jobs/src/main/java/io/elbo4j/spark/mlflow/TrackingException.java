package io.elbo4j.spark.mlflow;

import java.io.IOException;

/** A tracking server that is not there, or does not do what it is asked. The message names the request and what to do. */
public final class TrackingException extends IOException {

    private static final long serialVersionUID = 1;

    /** The whole text. */
    TrackingException(String message) {
        super(message);
    }
}
