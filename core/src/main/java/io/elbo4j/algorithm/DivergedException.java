package io.elbo4j.algorithm;

import java.util.List;

/** A round whose result is not finite, or that is on the way there. The state before it is still good. */
public final class DivergedException extends RuntimeException {

    private final int round;
    private final String what;
    private final String wayOut;

    /**
     * Names the round and what was not finite.
     *
     * @param round from 0; the text counts from 1, as histories do
     */
    public DivergedException(int round, String what) {
        this(round, what, "lower train.learningRate, or scale the inputs (data.standardise=true)");
    }

    /**
     * Names the round, what was wrong, and the way out where it is another one.
     *
     * @param round from 0; the text counts from 1, as histories do
     */
    public DivergedException(int round, String what, String wayOut) {
        super("training diverged: round=" + (round + 1) + " " + what + "; " + wayOut);
        this.round = round;
        this.what = what;
        this.wayOut = wayOut;
    }

    /** The same, with the shards whose contributions were not finite. */
    public DivergedException of(List<String> shards) {
        return shards.isEmpty()
                ? this
                : new DivergedException(round, what + " shards=" + String.join(",", shards), wayOut);
    }

    /** The round that failed, from 0: so many rounds were good. */
    public int round() {
        return round;
    }
}
