package io.elbo4j.models.ewc;

import io.elbo4j.family.SparseGaussian;
import io.elbo4j.update.MeanFieldState;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Points, and once the task is over how firmly each is held.
 *
 * @param belief points with the rule's memory
 * @param precision {@code [A]}: of the penalty, nats per squared unit; empty before the last round
 */
public record EwcState(MeanFieldState belief, float[] precision) implements Serializable {

    /** Least precision: of what no task needs. */
    private static final float LEAST = 1e-12f;

    public EwcState {
        if (precision.length != 0 && precision.length != belief.posterior().active()) {
            throw new IllegalArgumentException("ewc state: sizes do not agree: precision=" + precision.length
                    + " active=" + belief.posterior().active() + "; give one precision a parameter");
        }
    }

    /** During a task. */
    public static EwcState of(MeanFieldState belief) {
        return new EwcState(belief, new float[0]);
    }

    /** The points alone. */
    public SparseGaussian points() {
        return belief.posterior();
    }

    /** Normals around the points, by their precisions; the points alone before the last round. */
    public SparseGaussian normals() {
        if (precision.length == 0) {
            return points();
        }
        SparseGaussian q = points();
        float[] sd = new float[precision.length];
        for (int k = 0; k < sd.length; k++) {
            sd[k] = (float) (1 / Math.sqrt(Math.max(precision[k], LEAST)));
        }
        return new SparseGaussian(q.dimension(), q.support(), q.mean(), sd);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EwcState that && belief.equals(that.belief) && Arrays.equals(precision, that.precision);
    }

    @Override
    public int hashCode() {
        return 31 * belief.hashCode() + Arrays.hashCode(precision);
    }
}
