package io.elbo4j.models.protocl;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import java.util.ArrayList;
import java.util.List;

/** Stores a {@link ProtoClState} whole, the memory with it. */
public enum ProtoClStateCodec implements Codec<ProtoClState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "protocl-state";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Parts encode(ProtoClState state) {
        Parts parts = new Parts().put("encoder", state.encoder());
        for (int s = 0; s < state.slots().length; s++) {
            parts.put("slot" + s, state.slots()[s]);
        }
        if (state.average().length > 0) {
            parts.put("average", state.average());
        }
        return parts.put("step", state.step())
                .put("before", state.before())
                .put("width", (long) state.classes().width())
                .put("precisionMean", state.classes().precisionMean())
                .put("precision", state.classes().precision())
                .put("concentration", state.classes().concentration())
                .putAll("memory", MemoryCodec.INSTANCE.encode(state.memory()));
    }

    @Override
    public ProtoClState decode(Parts parts, int version) {
        try {
            List<float[]> slots = new ArrayList<>();
            while (parts.has("slot" + slots.size())) {
                slots.add(parts.floats("slot" + slots.size()));
            }
            ClassPosteriors classes = new ClassPosteriors(
                    Math.toIntExact(parts.whole("width")),
                    parts.doubles("precisionMean"),
                    parts.doubles("precision"),
                    parts.doubles("concentration"));
            return new ProtoClState(
                    parts.floats("encoder"),
                    parts.has("average") ? parts.floats("average") : new float[0],
                    slots.toArray(float[][]::new),
                    parts.whole("step"),
                    parts.doubles("before"),
                    classes,
                    MemoryCodec.INSTANCE.decode(parts.under("memory"), version));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }
}
