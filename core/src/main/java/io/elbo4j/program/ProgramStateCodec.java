package io.elbo4j.program;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import java.util.ArrayList;
import java.util.List;

/** Stores a {@link ProgramState} whole. */
public enum ProgramStateCodec implements Codec<ProgramState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "program-state";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(ProgramState state) {
        Parts parts = new Parts()
                .put("step", state.step())
                .put("theta", state.theta())
                .put("slots", (long) state.slots().size());
        for (int s = 0; s < state.slots().size(); s++) {
            parts.put("slot" + s, state.slots().get(s));
        }
        return state.logWeights().length == 0 ? parts : parts.put("logWeights", state.logWeights());
    }

    @Override
    public ProgramState decode(Parts parts, int version) {
        List<float[]> slots = new ArrayList<>();
        float[] theta = parts.floats("theta");
        for (int s = 0; s < parts.whole("slots"); s++) {
            slots.add(parts.floats("slot" + s));
            if (slots.get(s).length != theta.length) {
                throw new CorruptModelException("model: parts do not fit together: theta=" + theta.length + " slot" + s
                        + "=" + slots.get(s).length + "; the folder is damaged");
            }
        }
        double[] logWeights = parts.has("logWeights") ? parts.doubles("logWeights") : new double[0];
        return new ProgramState(theta, slots, parts.whole("step"), logWeights);
    }
}
