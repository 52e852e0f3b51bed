package io.elbo4j.program.distribution;

import io.elbo4j.samediff.SpecialFunctions;
import org.nd4j.autodiff.samediff.SDVariable;

/** Independent normal numbers: a normal distribution with a diagonal covariance. */
public record Normal(SDVariable mean, SDVariable logSd) implements Distribution {

    /** By its standard deviation. */
    public static Normal ofSd(SDVariable mean, SDVariable sd) {
        return new Normal(mean, sd.getSameDiff().math().log(sd));
    }

    @Override
    public Support support() {
        return Support.REAL;
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
        return moved(lanes.gaussians(lanes.event(mean, logSd)));
    }

    /** The density in terms of the noise ε: −ε²/2 − log sd − ln(2π)/2. */
    @Override
    public Drawn drawn(Lanes lanes) {
        int[] event = lanes.event(mean, logSd);
        SDVariable noise = lanes.gaussians(event);
        SDVariable elements = noise.mul(noise).mul(-0.5).sub(logSd).sub(SpecialFunctions.HALF_LOG_2PI);
        return new Drawn(moved(noise), lanes.sum(elements));
    }

    private SDVariable moved(SDVariable noise) {
        return noise.mul(logSd.getSameDiff().math().exp(logSd)).add(mean);
    }

    /** Log densities one by one. */
    SDVariable elements(SDVariable value) {
        SDVariable inverseSd = logSd.getSameDiff().math().exp(logSd.neg());
        SDVariable scaled = value.sub(mean).mul(inverseSd);
        return SpecialFunctions.square(scaled).mul(-0.5).sub(logSd).sub(SpecialFunctions.HALF_LOG_2PI);
    }
}
