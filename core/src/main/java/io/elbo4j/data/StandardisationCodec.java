package io.elbo4j.data;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;

/** Keeps a {@link Standardisation} beside its model. */
public record StandardisationCodec() implements Codec<Standardisation> {

    @Override
    public String kind() {
        return "standardisation";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(Standardisation value) {
        return new Parts()
                .put("width", (long) value.width())
                .put("mean", value.mean())
                .put("sd", value.sd())
                .put("targetMean", value.targetMean())
                .put("targetSd", value.targetSd());
    }

    @Override
    public Standardisation decode(Parts parts, int version) {
        try {
            return new Standardisation(
                    Math.toIntExact(parts.whole("width")),
                    parts.doubles("mean"),
                    parts.doubles("sd"),
                    parts.real("targetMean"),
                    parts.real("targetSd"));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CorruptModelException("model: " + e.getMessage());
        }
    }
}
