package io.elbo4j.models.ssvi;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.Parts;
import io.elbo4j.update.MeanFieldStateCodec;

/** Stores an {@link SsviState}: the parts of its belief, and the nominated weights where there are some. */
enum SsviStateCodec implements Codec<SsviState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "ssvi-state";
    }

    @Override
    public int version() {
        return MeanFieldStateCodec.INSTANCE.version();
    }

    @Override
    public Parts encode(SsviState state) {
        Parts parts = MeanFieldStateCodec.INSTANCE.encode(state.belief());
        return state.nominated().length == 0 ? parts : parts.put("nominated", state.nominated());
    }

    @Override
    public SsviState decode(Parts parts, int version) {
        int[] nominated = parts.has("nominated") ? parts.ints("nominated") : new int[0];
        return new SsviState(MeanFieldStateCodec.INSTANCE.decode(parts, version), nominated);
    }
}
