package io.elbo4j.models.fieldspace;

import io.elbo4j.family.BinaryField;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * All that is needed to go on training fields.
 *
 * @param belief the fields at today's β
 * @param slots the optimiser's memory, and the fields of the step before where the divergence is from those: arrays {@code [D]}
 * @param step how many steps were taken
 */
public record FieldState(BinaryField belief, List<float[]> slots, long step) implements Serializable {

    public FieldState {
        slots = List.copyOf(slots);
        for (float[] slot : slots) {
            if (slot.length != belief.dimension()) {
                throw new IllegalArgumentException("field state: sizes do not agree: fields=" + belief.dimension()
                        + " slot=" + slot.length + "; each slot has one entry a weight");
            }
        }
    }

    /** Copies of the slots, to be written to. */
    float[][] copyOfSlots() {
        return slots.stream().map(float[]::clone).toArray(float[][]::new);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldState that
                && step == that.step
                && belief.equals(that.belief)
                && Arrays.deepEquals(slots.toArray(), that.slots.toArray());
    }

    @Override
    public int hashCode() {
        return 31 * belief.hashCode() + Long.hashCode(step);
    }
}
