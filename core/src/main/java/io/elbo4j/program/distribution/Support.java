package io.elbo4j.program.distribution;

/** Where a density is not 0. */
public enum Support {
    /** Any finite number. */
    REAL("a finite number"),
    /** Above 0. */
    POSITIVE("above 0"),
    /** Between 0 and 1. */
    UNIT_INTERVAL("between 0 and 1"),
    /** Above 0, and 1 together. */
    SIMPLEX("above 0, and 1 together"),
    /** A whole number from 0 up. */
    COUNT("a whole number from 0 up"),
    /** 0 or 1. */
    BINARY("0 or 1"),
    /** One 1 among zeros. */
    ONE_HOT("one 1 among zeros");

    private static final double ROUNDING = 1e-4;

    private final String words;

    Support(String words) {
        this.words = words;
    }

    /** In words, as error texts say it. */
    public String words() {
        return words;
    }

    /** Whether all of this lies in the other one, so that a density over it is finite there. */
    public boolean isWithin(Support other) {
        if (this == other || other == REAL) {
            return true;
        }
        return switch (this) {
            case UNIT_INTERVAL -> other == POSITIVE;
            case SIMPLEX -> other == POSITIVE || other == UNIT_INTERVAL;
            case BINARY, ONE_HOT -> other == COUNT || other == BINARY;
            default -> false;
        };
    }

    /** The place of the first number in [from, to) that cannot be, or −1. */
    public int firstOutside(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            if (!contains(values[i])) {
                return i;
            }
            sum += values[i];
        }
        boolean sumsToOne = Math.abs(sum - 1) < ROUNDING;
        return (this == SIMPLEX || this == ONE_HOT) && !sumsToOne ? from : -1;
    }

    private boolean contains(float x) {
        return switch (this) {
            case REAL -> Float.isFinite(x);
            case POSITIVE -> x > 0 && Float.isFinite(x);
            case UNIT_INTERVAL -> x > 0 && x < 1;
            case SIMPLEX -> x > 0 && x <= 1;
            case COUNT -> x >= 0 && x == Math.rint(x) && Float.isFinite(x);
            case BINARY, ONE_HOT -> x == 0 || x == 1;
        };
    }
}
