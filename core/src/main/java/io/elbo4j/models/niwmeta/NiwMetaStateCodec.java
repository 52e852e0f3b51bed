package io.elbo4j.models.niwmeta;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.family.NormalInverseWishart;
import java.util.ArrayList;
import java.util.List;

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
                .put("active", state.active())
                .put("shared", state.shared())
                .put("episodes", state.episodes())
                .put("skipped", state.skipped());
        for (int k = 0; k < state.components(); k++) {
            parts.putAll("prior" + suffix(k), encode(state.priors().get(k)));
            parts.putAll("belief" + suffix(k), encode(state.beliefs().get(k)));
        }
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
            List<NormalInverseWishart> priors = new ArrayList<>();
            List<NormalInverseWishart> beliefs = new ArrayList<>();
            for (int k = 0; k == 0 || parts.has("belief" + k + ".mean"); k++) {
                priors.add(belief(parts.under("prior" + suffix(k))));
                beliefs.add(belief(parts.under("belief" + suffix(k))));
            }
            return new NiwMetaState(
                    priors,
                    beliefs,
                    parts.ints("active"),
                    parts.floats("shared"),
                    slots,
                    parts.whole("episodes"),
                    parts.whole("skipped"));
        } catch (IllegalArgumentException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }

    /** The first component has the names of a model of one. */
    private static String suffix(int component) {
        return component == 0 ? "" : String.valueOf(component);
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
