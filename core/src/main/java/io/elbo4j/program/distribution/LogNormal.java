package io.elbo4j.program.distribution;

import org.nd4j.autodiff.samediff.SDVariable;

/** Numbers whose logarithms are normal with this mean and sd. */
public record LogNormal(SDVariable mean, SDVariable logSd) implements Distribution {

    @Override
    public Support support() {
        return Support.POSITIVE;
    }

    @Override
    public Strategy preferred() {
        return Strategy.REPARAMETERISED;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        SDVariable log = value.getSameDiff().math().log(value);
        return lanes.sum(new Normal(mean, logSd).elements(log).sub(log));
    }

    @Override
    public SDVariable draw(Lanes lanes) {
        SDVariable log = new Normal(mean, logSd).draw(lanes);
        return log.getSameDiff().math().exp(log);
    }
}
