package io.elbo4j.program;

/** An objective that is not finite, with the first address where it happened. */
public final class NotFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String text;

    NotFiniteException(String text) {
        super(text);
        this.text = text;
    }

    /** What happened where. */
    String text() {
        return text;
    }
}
