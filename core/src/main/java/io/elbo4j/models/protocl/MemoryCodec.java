package io.elbo4j.models.protocl;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;

/** Stores a {@link Memory} whole. */
enum MemoryCodec implements Codec<Memory> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "memory";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(Memory memory) {
        return new Parts()
                .put("width", (long) memory.rows().width())
                .put("room", memory.room())
                .put("ranks", memory.ranks())
                .put("targets", memory.rows().targets())
                .put("features", memory.features());
    }

    @Override
    public Memory decode(Parts parts, int version) {
        try {
            return Memory.of(
                    parts.ints("room"),
                    parts.doubles("ranks"),
                    parts.floats("features"),
                    parts.floats("targets"),
                    Math.toIntExact(parts.whole("width")));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }
}
