package io.elbo4j.density;

import org.hipparchus.special.Gamma;

/** A count; the output is the log of its rate. */
public record Poisson() implements ObservationModel {

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double logLik(float[] out, int at, float target, double shared) {
        return (double) target * out[at] - Math.exp(out[at]) - Gamma.logGamma(target + 1.0);
    }

    @Override
    public String targetError(float target) {
        return target >= 0 && target == Math.rint(target) && Float.isFinite(target) ? "" : "a whole number from 0 up";
    }
}
