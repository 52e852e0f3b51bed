package io.elbo4j.models.pvi;

import java.io.Serializable;

/**
 * How far a site moves to its new value: t ← t · (t_new / t)^ρ.
 *
 * @param initial ρ in (0, 1]
 * @param auto whether ρ is halved when rounds diverge; otherwise they stop
 */
public record Damping(double initial, boolean auto) implements Serializable {

    /** Undamped until rounds diverge. */
    public static final Damping AUTO = new Damping(1, true);

    public Damping {
        if (!(initial > 0 && initial <= 1)) {
            throw new IllegalArgumentException(
                    "pvi: damping out of range: merge.damping=" + initial + "; use auto, or a number in (0, 1]");
        }
    }

    /** {@code auto}, or one number throughout. */
    public static Damping parse(String text) {
        if (text.equals("auto")) {
            return AUTO;
        }
        try {
            return of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "pvi: damping is not a number: merge.damping=" + text + "; use auto, or a number in (0, 1]");
        }
    }

    /** One number throughout. */
    public static Damping of(double damping) {
        return new Damping(damping, false);
    }
}
