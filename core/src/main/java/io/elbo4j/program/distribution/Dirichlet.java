package io.elbo4j.program.distribution;

import io.elbo4j.samediff.SpecialFunctions;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * C shares of 1.
 *
 * @param concentration {@code [L, C]} or {@code [1, C]}
 */
public record Dirichlet(SDVariable concentration) implements Distribution {

    @Override
    public Support support() {
        return Support.SIMPLEX;
    }

    @Override
    public Strategy preferred() {
        return Strategy.IMPLICIT;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        SDVariable logs = value.getSameDiff().math().log(value);
        SDVariable each = concentration.sub(1).mul(logs).sub(SpecialFunctions.lgamma(concentration));
        return lanes.sum(each).add(lanes.sum(SpecialFunctions.lgamma(concentration.sum(true, 1))));
    }

    /** Gamma numbers over their sum. */
    @Override
    public SDVariable draw(Lanes lanes) {
        SDVariable gammas = GammaDraw.ofUnitRate(lanes, concentration, lanes.event(concentration));
        return gammas.div(gammas.sum(true, 1));
    }
}
