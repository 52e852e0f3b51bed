package io.elbo4j.spark.run;

/**
 * How long a round may take, by the rounds before it.
 *
 * @param leastSeconds what any round may take; infinite never ends one
 * @param tellSeconds from which on, and how often, it is said what a round waits for
 */
record Patience(double leastSeconds, double tellSeconds) {

    /** How often a round is begun. */
    static final int TRIES = 3;

    /** A round may take so many times the longest before it: rounds are of several kinds. */
    private static final double SLACK = 10;

    /** Executors start, and code gets warm, in the first round; nobody knows yet how long one takes. */
    private static final double FIRST = 6;

    private static final double TELL_SECONDS = 30;

    /** By {@code cluster.stallMinutes}; 0 waits for ever. */
    static Patience minutes(double minutes) {
        return new Patience(minutes > 0 ? minutes * 60 : Double.POSITIVE_INFINITY, TELL_SECONDS);
    }

    /**
     * Seconds.
     *
     * @param longest seconds of the longest round so far; 0 before the first
     */
    double deadline(double longest) {
        return longest > 0 ? Math.max(leastSeconds, SLACK * longest) : FIRST * leastSeconds;
    }
}
