package io.elbo4j.spark.registry;

import java.util.Locale;

/** What became of a batch, or of the champion. */
public enum Decision {
    /** The version trained on the batch serves from now on. */
    PROMOTED,
    /** It was trained and judged, and the champion before it goes on serving. */
    REFUSED,
    /** The batch has rows that were delivered before: nothing was trained. */
    REPEATED,
    /** The batch has no rows: nothing was trained. */
    EMPTY,
    /** An earlier version serves again. */
    ROLLED_BACK;

    /** As in the journal: lower case with hyphens. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Decision of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
