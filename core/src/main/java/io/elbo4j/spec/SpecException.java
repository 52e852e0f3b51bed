package io.elbo4j.spec;

/** A configuration that cannot be run as it stands. */
public final class SpecException extends RuntimeException {

    /** Names the key, its value and what to do. */
    public SpecException(String message) {
        super(message);
    }
}
