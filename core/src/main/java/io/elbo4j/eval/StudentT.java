package io.elbo4j.eval;

import org.hipparchus.special.Beta;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;

/**
 * Student's t around 0 with scale 1; the normal for infinitely many degrees.
 *
 * @param degrees of freedom
 */
record StudentT(double degrees) {

    /** ln of the density, nats. */
    double logDensity(double t) {
        if (Double.isInfinite(degrees)) {
            return -0.5 * (Math.log(2 * Math.PI) + t * t);
        }
        return Gamma.logGamma(0.5 * (degrees + 1))
                - Gamma.logGamma(0.5 * degrees)
                - 0.5 * (Math.log(degrees * Math.PI) + (degrees + 1) * Math.log1p(t * t / degrees));
    }

    /** The probability of a number no greater. */
    double atMost(double t) {
        if (Double.isInfinite(degrees)) {
            return 0.5 * Erf.erfc(-t / Math.sqrt(2));
        }
        double tail = 0.5 * Beta.regularizedBeta(degrees / (degrees + t * t), 0.5 * degrees, 0.5);
        return t < 0 ? tail : 1 - tail;
    }

    /** ν / (ν − 2); 1 where there is none. */
    double variance() {
        return degrees > 2 && !Double.isInfinite(degrees) ? degrees / (degrees - 2) : 1;
    }
}
