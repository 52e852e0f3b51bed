package io.elbo4j.codec;

/** A model or message that cannot be read as what it says it is. */
public final class CorruptModelException extends RuntimeException {

    /** Names the file or part and what to do. */
    public CorruptModelException(String message) {
        super(message);
    }

    /** Names the file or part and what to do; with what was thrown beneath. */
    public CorruptModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
