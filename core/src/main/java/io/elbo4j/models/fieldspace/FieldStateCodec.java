package io.elbo4j.models.fieldspace;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.family.BinaryField;
import java.util.ArrayList;
import java.util.List;

/** Stores a {@link FieldState} whole. */
public enum FieldStateCodec implements Codec<FieldState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "field-state";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(FieldState state) {
        Parts parts = belief(state.belief()).put("step", state.step()).put("slots", (long)
                state.slots().size());
        for (int s = 0; s < state.slots().size(); s++) {
            parts.put("slot" + s, state.slots().get(s));
        }
        return parts;
    }

    @Override
    public FieldState decode(Parts parts, int version) {
        try {
            List<float[]> slots = new ArrayList<>();
            for (int s = 0; s < parts.whole("slots"); s++) {
                slots.add(parts.floats("slot" + s));
            }
            return new FieldState(belief(parts), slots, parts.whole("step"));
        } catch (IllegalArgumentException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }

    /** A belief alone. */
    public static Parts belief(BinaryField belief) {
        return new Parts()
                .put("field", belief.field())
                .put("inverseTemperature", new double[] {belief.inverseTemperature()})
                .put("end", belief.end())
                .put("scale", belief.scale());
    }

    /** What {@link #belief(BinaryField)} made. */
    public static BinaryField belief(Parts parts) {
        return new BinaryField(
                parts.floats("field"),
                parts.doubles("inverseTemperature")[0],
                parts.ints("end"),
                parts.floats("scale"));
    }
}
