package io.elbo4j.program.distribution;

import io.elbo4j.samediff.SpecialFunctions;
import org.nd4j.autodiff.samediff.SDVariable;

/** Independent beta numbers, of mean α / (α + β). */
public record Beta(SDVariable alpha, SDVariable beta) implements Distribution {

    @Override
    public Support support() {
        return Support.UNIT_INTERVAL;
    }

    @Override
    public Strategy preferred() {
        return Strategy.IMPLICIT;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        var math = value.getSameDiff().math();
        return lanes.sum(SpecialFunctions.lgamma(alpha.add(beta))
                .sub(SpecialFunctions.lgamma(alpha))
                .sub(SpecialFunctions.lgamma(beta))
                .add(alpha.sub(1).mul(math.log(value)))
                .add(beta.sub(1).mul(math.log1p(value.neg()))));
    }

    /** x / (x + y) of two gamma numbers. */
    @Override
    public SDVariable draw(Lanes lanes) {
        int[] event = lanes.event(alpha, beta);
        SDVariable x = GammaDraw.ofUnitRate(lanes, alpha, event);
        SDVariable y = GammaDraw.ofUnitRate(lanes, beta, event);
        return x.div(x.add(y));
    }
}
