package io.elbo4j.density;

import io.elbo4j.math.Key;

/** A real value with noise of one unknown variance, learned as a point; the output is the mean. */
public record GaussianLearnedNoise() implements ObservationModel {

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double logLik(float[] out, int at, float target, double logNoiseVariance) {
        return GaussianFixedNoise.normal((double) target - out[at], logNoiseVariance);
    }

    @Override
    public String sharedParameter() {
        return "likelihood.logNoiseVariance";
    }

    @Override
    public float drawn(float[] out, int at, float target, double logNoiseVariance, Key key) {
        return (float) (out[at] + Math.exp(logNoiseVariance / 2) * key.gaussian(0));
    }

    @Override
    public String targetError(float target) {
        return Float.isFinite(target) ? "" : "a finite number";
    }
}
