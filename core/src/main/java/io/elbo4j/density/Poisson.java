package io.elbo4j.density;

import io.elbo4j.math.Key;
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
    public float drawn(float[] out, int at, float target, double shared, Key key) {
        // Arrivals in a unit of time, counted one by one.
        double left = Math.exp(out[at]);
        int count = -1;
        while (left >= 0) {
            count++;
            left += Math.log1p(-key.uniform(count));
        }
        return count;
    }

    @Override
    public String targetError(float target) {
        return target >= 0 && target == Math.rint(target) && Float.isFinite(target) ? "" : "a whole number from 0 up";
    }
}
