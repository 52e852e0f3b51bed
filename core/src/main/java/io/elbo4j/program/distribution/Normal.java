package io.elbo4j.program.distribution;

import io.elbo4j.samediff.SpecialFunctions;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/** Independent normal numbers: a normal distribution with a diagonal covariance. */
public record Normal(SDVariable mean, SDVariable logSd) implements Distribution {

    static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

    /** By its standard deviation. */
    public static Normal ofSd(SDVariable mean, SDVariable sd) {
        return new Normal(mean, sd.getSameDiff().math().log(sd));
    }

    @Override
    public Support support() {
        return Support.REAL;
    }

    @Override
    public Set<Strategy> strategies() {
        return Strategy.andScoreFunctions(Strategy.REPARAMETERISED);
    }

    @Override
    public Strategy preferred() {
        return Strategy.REPARAMETERISED;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        return lanes.sum(elements(value));
    }

    @Override
    public SDVariable draw(Lanes lanes) {
        SDVariable noise = lanes.gaussians(lanes.event(mean, logSd));
        return noise.mul(logSd.getSameDiff().math().exp(logSd)).add(mean);
    }

    /** Log densities one by one. */
    SDVariable elements(SDVariable value) {
        SDVariable inverseSd = logSd.getSameDiff().math().exp(logSd.neg());
        SDVariable scaled = value.sub(mean).mul(inverseSd);
        return SpecialFunctions.square(scaled).mul(-0.5).sub(logSd).sub(HALF_LOG_2PI);
    }
}
