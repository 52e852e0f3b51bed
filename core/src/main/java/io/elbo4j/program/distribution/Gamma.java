package io.elbo4j.program.distribution;

import io.elbo4j.samediff.SpecialFunctions;
import org.nd4j.autodiff.samediff.SDVariable;

/** Independent gamma numbers, of mean concentration / rate. */
public record Gamma(SDVariable concentration, SDVariable rate) implements Distribution {

    @Override
    public Support support() {
        return Support.POSITIVE;
    }

    @Override
    public Strategy preferred() {
        return Strategy.IMPLICIT;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        var math = value.getSameDiff().math();
        return lanes.sum(concentration
                .mul(math.log(rate))
                .sub(SpecialFunctions.lgamma(concentration))
                .add(concentration.sub(1).mul(math.log(value)))
                .sub(value.mul(rate)));
    }

    @Override
    public SDVariable draw(Lanes lanes) {
        return GammaDraw.ofUnitRate(lanes, concentration, lanes.event(concentration, rate))
                .div(rate);
    }
}
