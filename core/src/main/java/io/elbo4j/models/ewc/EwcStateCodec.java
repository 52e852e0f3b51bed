package io.elbo4j.models.ewc;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.update.MeanFieldStateCodec;

/** Stores an {@link EwcState}: the parts of its points, and the precisions where there are some. */
enum EwcStateCodec implements Codec<EwcState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "ewc-state";
    }

    @Override
    public int version() {
        return MeanFieldStateCodec.INSTANCE.version();
    }

    @Override
    public Parts encode(EwcState state) {
        Parts parts = MeanFieldStateCodec.INSTANCE.encode(state.belief());
        return state.precision().length == 0 ? parts : parts.put("precision", state.precision());
    }

    @Override
    public EwcState decode(Parts parts, int version) {
        float[] precision = parts.has("precision") ? parts.floats("precision") : new float[0];
        try {
            return new EwcState(MeanFieldStateCodec.INSTANCE.decode(parts, version), precision);
        } catch (IllegalArgumentException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }
}
