package io.elbo4j.density;

import io.elbo4j.math.Key;

/** A real value whose noise depends on the input; the outputs are its mean and the log of its variance. */
public record GaussianInputNoise() implements ObservationModel {

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public double logLik(float[] out, int at, float target, double shared) {
        return GaussianFixedNoise.normal((double) target - out[at], out[at + 1]);
    }

    @Override
    public float drawn(float[] out, int at, float target, double shared, Key key) {
        return (float) (out[at] + Math.exp(out[at + 1] / 2) * key.gaussian(0));
    }

    @Override
    public String targetError(float target) {
        return Float.isFinite(target) ? "" : "a finite number";
    }
}
