package io.elbo4j.models.protocl;

import java.io.Serializable;
import java.util.Arrays;

/**
 * All that going on needs, with these rows or with the next.
 *
 * @param encoder weights before the prototypes, {@code [W]}
 * @param average of the encoder after each round so far in the second half of this training; empty before it
 * @param slots memory of the optimiser: by slot, {@code [W]}; none after the last round
 * @param step of the optimiser
 * @param before rows of each class that were seen before this training, {@code [C]}
 * @param classes what is believed of them
 * @param memory rows kept of those seen before; after the last round, of all
 */
public record ProtoClState(
        float[] encoder,
        float[] average,
        float[][] slots,
        long step,
        double[] before,
        ClassPosteriors classes,
        Memory memory)
        implements Serializable {

    /** Rows of each class in this training. */
    double[] current() {
        double[] current = classes.seen();
        for (int c = 0; c < current.length; c++) {
            current[c] -= before[c];
        }
        return current;
    }

    ProtoClState with(ClassPosteriors newClasses) {
        return new ProtoClState(encoder, average, slots, step, before, newClasses, memory);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProtoClState that
                && Arrays.equals(encoder, that.encoder)
                && Arrays.equals(average, that.average)
                && Arrays.deepEquals(slots, that.slots)
                && step == that.step
                && Arrays.equals(before, that.before)
                && classes.equals(that.classes)
                && memory.equals(that.memory);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(encoder) + classes.hashCode();
    }

    @Override
    public String toString() {
        return "ProtoClState[step=" + step + ", " + classes + ", " + memory + "]";
    }
}
