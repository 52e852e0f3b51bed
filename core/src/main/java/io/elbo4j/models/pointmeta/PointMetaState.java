package io.elbo4j.models.pointmeta;

import java.io.Serializable;
import java.util.Arrays;

/**
 * All that going on needs.
 *
 * @param theta {@code [D]}
 * @param slots memory of the optimiser: by slot, {@code [D]}
 */
public record PointMetaState(float[] theta, float[][] slots) implements Serializable {

    @Override
    public boolean equals(Object other) {
        return other instanceof PointMetaState that
                && Arrays.equals(theta, that.theta)
                && Arrays.deepEquals(slots, that.slots);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(theta);
    }

    @Override
    public String toString() {
        return "PointMetaState[dimension=" + theta.length + "]";
    }
}
