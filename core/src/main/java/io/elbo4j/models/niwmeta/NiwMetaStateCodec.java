package io.elbo4j.models.niwmeta;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.family.NormalInverseWishart;

/** Stores a {@link NiwMetaState} whole. */
public enum NiwMetaStateCodec implements Codec<NiwMetaState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "niw-meta-state";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(NiwMetaState state) {
        Parts parts = new Parts()
                .putAll("prior", encode(state.prior()))
                .putAll("belief", encode(state.belief()))
                .put("shared", state.shared())
                .put("episodes", state.episodes())
                .put("skipped", state.skipped());
        for (int s = 0; s < state.slots().length; s++) {
            parts.put("slot" + s, state.slots()[s]);
        }
        return parts;
    }

    @Override
    public NiwMetaState decode(Parts parts, int version) {
        int count = 0;
        while (parts.has("slot" + count)) {
            count++;
        }
        float[][] slots = new float[count][];
        for (int s = 0; s < count; s++) {
            slots[s] = parts.floats("slot" + s);
        }
        try {
            return new NiwMetaState(
                    belief(parts.under("prior")),
                    belief(parts.under("belief")),
                    parts.floats("shared"),
                    slots,
                    parts.whole("episodes"),
                    parts.whole("skipped"));
        } catch (IllegalArgumentException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }

    private static Parts encode(NormalInverseWishart belief) {
        return new Parts()
                .put("strength", belief.strength())
                .put("mean", belief.mean())
                .put("scale", belief.scale())
                .put("degrees", belief.degrees());
    }

    private static NormalInverseWishart belief(Parts parts) {
        return new NormalInverseWishart(
                parts.real("strength"), parts.doubles("mean"), parts.doubles("scale"), parts.real("degrees"));
    }
}
