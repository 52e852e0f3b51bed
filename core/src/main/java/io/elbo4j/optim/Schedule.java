package io.elbo4j.optim;

import java.io.Serializable;

/**
 * A linear warm-up, then a half cosine down to 0.
 *
 * @param peak the rate after the warm-up
 * @param warmupSteps steps of the linear rise; 0 starts at the peak
 * @param totalSteps where the cosine reaches 0; the rate stays there
 */
public record Schedule(double peak, long warmupSteps, long totalSteps) implements Serializable {

    public Schedule {
        if (!(peak > 0) || warmupSteps < 0 || totalSteps <= warmupSteps) {
            throw new IllegalArgumentException("schedule: out of range: train.learningRate=" + peak + " warmupSteps="
                    + warmupSteps + " totalSteps=" + totalSteps
                    + "; the rate is positive and the warm-up shorter than the run");
        }
    }

    /** The same shape with another peak. */
    public Schedule times(double factor) {
        return new Schedule(peak * factor, warmupSteps, totalSteps);
    }

    /** The rate of step {@code step}, counted from 0. */
    public double at(long step) {
        if (step < warmupSteps) {
            return peak * (step + 1) / warmupSteps;
        }
        double progress = Math.min(1.0, (step - warmupSteps) / (double) (totalSteps - warmupSteps));
        return 0.5 * peak * (1 + Math.cos(Math.PI * progress));
    }
}
