package io.elbo4j.program;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The parameters of a program during training.
 *
 * @param theta {@code [D]}
 * @param slots the optimiser's memory, {@code [D]} each
 * @param step updates so far
 */
public record ProgramState(float[] theta, List<float[]> slots, long step) implements Serializable {

    public ProgramState {
        slots = List.copyOf(slots);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProgramState that
                && step == that.step
                && Arrays.equals(theta, that.theta)
                && Arrays.deepEquals(slots.toArray(), that.slots.toArray());
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(theta) + Long.hashCode(step);
    }
}
