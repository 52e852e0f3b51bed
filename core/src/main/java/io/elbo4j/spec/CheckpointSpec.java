package io.elbo4j.spec;

/**
 * When a training writes down how far it has come; no part of its result.
 *
 * @param everyRounds 0 never counts rounds
 * @param everyMinutes 0 never looks at the clock
 * @param keep how many of the newest stay, from 1
 */
public record CheckpointSpec(int everyRounds, double everyMinutes, int keep) {

    static CheckpointSpec of(Settings settings) {
        return new CheckpointSpec(
                settings.whole("checkpoint.everyRounds", 0),
                RunSpec.within(settings, "checkpoint.everyMinutes", 0, 1e6, false),
                settings.whole("checkpoint.keep", 1));
    }

    /** Whether there are to be any. */
    public boolean wanted() {
        return everyRounds > 0 || everyMinutes > 0;
    }
}
