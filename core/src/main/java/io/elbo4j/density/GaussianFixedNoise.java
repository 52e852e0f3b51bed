package io.elbo4j.density;

import io.elbo4j.math.Key;

/**
 * A real value with noise of known variance; the output is its mean.
 *
 * @param noiseVariance positive, in squared units of the target
 */
public record GaussianFixedNoise(double noiseVariance) implements ObservationModel {

    public GaussianFixedNoise {
        if (!(noiseVariance > 0) || Double.isInfinite(noiseVariance)) {
            throw new IllegalArgumentException("gaussian likelihood: noise variance not positive: "
                    + "likelihood.noiseVariance=" + noiseVariance + "; use a finite number above 0");
        }
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double logLik(float[] out, int at, float target, double shared) {
        return normal((double) target - out[at], Math.log(noiseVariance));
    }

    /** Log density of a residual under N(0, exp(logVariance)). */
    static double normal(double residual, double logVariance) {
        return -0.5 * (Math.log(2 * Math.PI) + logVariance + residual * residual * Math.exp(-logVariance));
    }

    @Override
    public float drawn(float[] out, int at, float target, double shared, Key key) {
        return (float) (out[at] + Math.sqrt(noiseVariance) * key.gaussian(0));
    }

    @Override
    public String targetError(float target) {
        return Float.isFinite(target) ? "" : "a finite number";
    }
}
