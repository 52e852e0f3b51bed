package io.elbo4j.conjugate;

import java.util.function.LongConsumer;

/** Checks a law for several seeds. A failure names its seed, and {@code -Dseed=…} checks that one alone. */
public final class Forall {

    private Forall() {}

    /** The law for seeds 1 .. count, or for the one given by {@code -Dseed}. */
    public static void seeds(int count, LongConsumer law) {
        Long replayed = Long.getLong("seed");
        long first = replayed == null ? 1 : replayed;
        long last = replayed == null ? count : replayed;
        for (long seed = first; seed <= last; seed++) {
            try {
                law.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("law broken: seed=" + seed + "; replay with -Dseed=" + seed, e);
            }
        }
    }
}
