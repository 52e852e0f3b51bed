package io.elbo4j.codec;

/** Takes a value apart into {@link Parts} and puts it together again: {@code decode(encode(x))} equals {@code x}. */
public interface Codec<T> extends java.io.Serializable {

    /** A short name that is written beside the parts, for example {@code sparse-gaussian}. */
    String kind();

    /** Raised whenever the parts change; {@link #decode} reads every version up to this one. */
    int version();

    /** The parts of a value. */
    Parts encode(T value);

    /**
     * The value of these parts.
     *
     * @throws CorruptModelException when a part is missing, of another type, or inconsistent with the others
     */
    T decode(Parts parts, int version);
}
