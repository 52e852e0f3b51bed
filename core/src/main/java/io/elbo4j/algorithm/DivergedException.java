package io.elbo4j.algorithm;

/** A round whose result is not finite. The state before it is still good. */
public final class DivergedException extends RuntimeException {

    private final int round;

    /** Names the round and what was not finite. */
    public DivergedException(int round, String what) {
        super("training diverged: round=" + round + " " + what
                + "; lower train.learningRate, or scale the inputs (data.standardise=true)");
        this.round = round;
    }

    /** The round that failed. */
    public int round() {
        return round;
    }
}
