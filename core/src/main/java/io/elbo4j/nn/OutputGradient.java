package io.elbo4j.nn;

import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.Poisson;
import io.elbo4j.math.Subnormal;

/** Derivatives of the log likelihood of a batch with respect to the outputs and to the observation's own parameter. */
public final class OutputGradient {

    private OutputGradient() {}

    /**
     * d log p(target given outputs) / d outputs for each row.
     *
     * @param outputs {@code [B, K]}
     * @param shared log noise variance where it is learned
     * @return {@code [B, K]}
     */
    public static float[] of(ObservationModel observation, float[] outputs, float[] targets, double shared) {
        float[] gradient = new float[outputs.length];
        int width = observation.outputs();
        for (int row = 0; row < targets.length; row++) {
            int at = row * width;
            double out = outputs[at];
            double target = targets[row];
            if (observation instanceof Categorical categorical) {
                double logTotal = categorical.logTotal(outputs, at, (int) target);
                for (int k = 0; k < width; k++) {
                    if (categorical.together(k, (int) target)) {
                        double hit = k == (int) target ? 1 : 0;
                        gradient[at + k] = Subnormal.toZero((float) (hit - Math.exp(outputs[at + k] - logTotal)));
                    }
                }
            } else if (observation instanceof Bernoulli) {
                gradient[at] = (float) (target - 1 / (1 + Math.exp(-out)));
            } else if (observation instanceof Poisson) {
                gradient[at] = (float) (target - Math.exp(out));
            } else if (observation instanceof GaussianInputNoise) {
                double scaled = (target - out) * Math.exp(-outputs[at + 1]);
                gradient[at] = (float) scaled;
                gradient[at + 1] = (float) (0.5 * (scaled * (target - out) - 1));
            } else {
                gradient[at] = (float) ((target - out) * precision(observation, shared));
            }
        }
        return gradient;
    }

    /** d Σ log p / d log noise variance, for learned noise: Σ (residual² / variance − 1) / 2. */
    static double ofLogNoiseVariance(float[] outputs, float[] targets, double logNoiseVariance) {
        double sum = 0;
        for (int row = 0; row < targets.length; row++) {
            double residual = targets[row] - outputs[row];
            sum += 0.5 * (residual * residual * Math.exp(-logNoiseVariance) - 1);
        }
        return sum;
    }

    /** 1 / noise variance of an observation whose noise is not an output; 1 for those that have none. */
    static double precision(ObservationModel observation, double shared) {
        if (observation instanceof GaussianFixedNoise gaussian) {
            return 1 / gaussian.noiseVariance();
        }
        return observation instanceof GaussianLearnedNoise ? Math.exp(-shared) : 1;
    }
}
