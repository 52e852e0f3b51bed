package io.elbo4j.spark.run;

/** A round that did not end, however often it was begun. */
public final class StalledException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StalledException(int round, int tries, String waiting) {
        super(
                "cluster: round does not end: round=" + (round + 1) + " tries=" + tries + " waitingFor=\"" + waiting
                        + "\"; look at these executors, then go on with elbo4j resume; cluster.stallMinutes gives a round more time");
    }
}
