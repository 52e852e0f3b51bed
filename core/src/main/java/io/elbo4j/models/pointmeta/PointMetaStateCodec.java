package io.elbo4j.models.pointmeta;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.Parts;
import java.util.ArrayList;
import java.util.List;

/** Stores a {@link PointMetaState} whole. */
public enum PointMetaStateCodec implements Codec<PointMetaState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "point-meta-state";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(PointMetaState state) {
        Parts parts = new Parts().put("theta", state.theta());
        for (int s = 0; s < state.slots().length; s++) {
            parts.put("slot" + s, state.slots()[s]);
        }
        return parts;
    }

    @Override
    public PointMetaState decode(Parts parts, int version) {
        List<float[]> slots = new ArrayList<>();
        while (parts.has("slot" + slots.size())) {
            slots.add(parts.floats("slot" + slots.size()));
        }
        return new PointMetaState(parts.floats("theta"), slots.toArray(float[][]::new));
    }
}
