package io.elbo4j.spark.run;

/** A training that was told to end before its last round; what it reached is on disk, and the user knows. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StoppedException(int round) {
        super("train: told to end: round=" + round + "; go on with elbo4j resume");
    }
}
