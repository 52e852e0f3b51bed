package io.elbo4j.update;

import io.elbo4j.family.SparseGaussian;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that is needed to go on training a mean-field Gaussian.
 *
 * @param posterior the belief
 * @param slots the rule's memory: arrays {@code [A]}
 * @param step how many steps were taken
 */
public record MeanFieldState(SparseGaussian posterior, List<float[]> slots, long step) implements Serializable {

    public MeanFieldState {
        slots = List.copyOf(slots);
        for (float[] slot : slots) {
            if (slot.length != posterior.active()) {
                throw new IllegalArgumentException("mean-field state: sizes do not agree: active=" + posterior.active()
                        + " slot=" + slot.length + "; each slot has one entry an active parameter");
            }
        }
    }

    /** All that is told of each active parameter: mean, sd and slots. */
    public List<float[]> arrays() {
        return Stream.concat(Stream.of(posterior.mean(), posterior.sd()), slots.stream())
                .toList();
    }

    /** Copies of the slots, to be written to. */
    public float[][] copyOfSlots() {
        return slots.stream().map(float[]::clone).toArray(float[][]::new);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MeanFieldState that
                && step == that.step
                && posterior.equals(that.posterior)
                && Arrays.deepEquals(slots.toArray(), that.slots.toArray());
    }

    @Override
    public int hashCode() {
        return 31 * posterior.hashCode() + Long.hashCode(step);
    }
}
