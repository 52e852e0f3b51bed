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
 * @param logWeights of the particles that all shards share, {@code [S]}, nats: in the middle of a step of {@link SharedDraws}, empty otherwise
 */
public record ProgramState(float[] theta, List<float[]> slots, long step, double[] logWeights) implements Serializable {

    public ProgramState {
        slots = List.copyOf(slots);
    }

    /** Between steps. */
    public ProgramState(float[] theta, List<float[]> slots, long step) {
        this(theta, slots, step, new double[0]);
    }

    ProgramState weighed(double[] known) {
        return new ProgramState(theta, slots, step, known);
    }

    /** What shards need of it. */
    ProgramState withoutSlots() {
        return new ProgramState(theta, List.of(), step, logWeights);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProgramState that
                && step == that.step
                && Arrays.equals(theta, that.theta)
                && Arrays.equals(logWeights, that.logWeights)
                && Arrays.deepEquals(slots.toArray(), that.slots.toArray());
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(theta) + Long.hashCode(step);
    }
}
