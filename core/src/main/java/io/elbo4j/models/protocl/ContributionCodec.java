package io.elbo4j.models.protocl;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.Parts;
import io.elbo4j.codec.SumsCodec;

/** Sends a {@link Contribution}. */
enum ContributionCodec implements Codec<Contribution> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "protocl-contribution";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(Contribution contribution) {
        Parts parts = new Parts().putAll("sums", SumsCodec.INSTANCE.encode(contribution.sums()));
        return contribution.sample().room().length == 0
                ? parts
                : parts.putAll("sample", MemoryCodec.INSTANCE.encode(contribution.sample()));
    }

    @Override
    public Contribution decode(Parts parts, int version) {
        return new Contribution(
                SumsCodec.INSTANCE.decode(parts.under("sums"), SumsCodec.INSTANCE.version()),
                parts.has("sample.width") ? MemoryCodec.INSTANCE.decode(parts.under("sample"), version) : Memory.NONE);
    }
}
