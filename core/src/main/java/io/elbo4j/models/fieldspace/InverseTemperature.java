package io.elbo4j.models.fieldspace;

import java.io.Serializable;

/**
 * β over a training: linear from the first step to the last. The paper's 10·tanh(0.1 + 2t/T) over all tasks is followed task by task.
 *
 * @param first at the first step
 * @param last at the last
 * @param totalSteps of the training
 */
public record InverseTemperature(double first, double last, long totalSteps) implements Serializable {

    public InverseTemperature {
        if (!(first > 0 && last > 0) || totalSteps < 1) {
            throw new IllegalArgumentException("inverse temperature: out of range: first=" + first + " last=" + last
                    + " totalSteps=" + totalSteps + "; both are above 0");
        }
    }

    /** After so many steps. */
    public double at(long step) {
        return first + (last - first) * Math.min(1.0, step / (double) totalSteps);
    }
}
