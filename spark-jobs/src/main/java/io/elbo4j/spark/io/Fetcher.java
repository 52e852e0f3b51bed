package io.elbo4j.spark.io;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/** Copies what lies at an address. */
@FunctionalInterface
public interface Fetcher {

    /** Writes everything, or fails. */
    void fetch(URI address, OutputStream to) throws IOException;
}
