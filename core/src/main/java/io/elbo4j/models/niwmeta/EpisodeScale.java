package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.paper.Equation;
import java.io.Serializable;
import java.util.Arrays;
import org.hipparchus.special.Gamma;

/**
 * How far episodes differ in scale. The covariance of an episode's own weights and its noise are both multiplied by a number s of its own, 1/s ~
 * gamma(ν/2, ν/2), so that what errs little on small values does not pay for what errs more on large ones. With n rows at the squared distance Q
 * from what the belief expects, E[1/s | rows] = (ν + n) / (ν + Q): the mean of the weights stays, their covariance and the noise are divided by
 * that, and predictions are of a Student t with ν + n degrees of freedom. Exact for one output that is linear in the weights with normal noise.
 *
 * @param degrees ν; infinite where all episodes are of one scale
 */
public record EpisodeScale(double degrees) implements Serializable {

    /** All episodes are of one scale. */
    public static final EpisodeScale ONE = new EpisodeScale(Double.POSITIVE_INFINITY);

    public EpisodeScale {
        if (!(degrees > 0)) {
            throw new IllegalArgumentException(
                    "episode scale: out of range: degrees=" + degrees + "; use a number above 0");
        }
    }

    /** Whether they differ. */
    boolean varies() {
        return Double.isFinite(degrees);
    }

    /** E[1/s | rows], where scales differ. */
    @Equation(paper = "Bishop 2006", number = "2.159")
    double precision(int rows, double squaredDistance) {
        return (degrees + rows) / (degrees + squaredDistance);
    }

    /** Log density of a Student t − that of the normal whose covariance is divided by {@link #precision}, in nats, where scales differ. */
    double logOddsToNormal(int rows, double squaredDistance) {
        double precision = precision(rows, squaredDistance);
        return Gamma.logGamma(0.5 * (degrees + rows))
                - Gamma.logGamma(0.5 * degrees)
                - 0.5 * rows * Math.log(0.5 * degrees * precision)
                - 0.5 * (degrees + rows) * Math.log1p(squaredDistance / degrees)
                + 0.5 * precision * squaredDistance;
    }

    /** What a belief says of an episode with this precision of its scale. */
    static NormalInverseWishart at(double precision, NormalInverseWishart belief) {
        double[] scale = Arrays.stream(belief.scale()).map(v -> v / precision).toArray();
        return new NormalInverseWishart(belief.strength(), belief.mean(), scale, belief.degrees());
    }
}
