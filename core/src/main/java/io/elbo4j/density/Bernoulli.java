package io.elbo4j.density;

import io.elbo4j.math.Key;

/** Yes or no; the output is the log odds of yes. */
public record Bernoulli() implements ObservationModel {

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double logLik(float[] out, int at, float target, double shared) {
        double f = out[at];
        // target·f − ln(1 + e^f), written so that neither side overflows.
        return target * f - Math.max(f, 0) - Math.log1p(Math.exp(-Math.abs(f)));
    }

    @Override
    public float drawn(float[] out, int at, float target, double shared, Key key) {
        return key.uniform(0) < 1 / (1 + Math.exp(-out[at])) ? 1 : 0;
    }

    @Override
    public String targetError(float target) {
        return target == 0 || target == 1 ? "" : "0 or 1";
    }
}
