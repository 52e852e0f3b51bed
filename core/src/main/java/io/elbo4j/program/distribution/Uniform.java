package io.elbo4j.program.distribution;

import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Independent numbers between 0 and 1. Other bounds are a matter of multiplication; as parameters they would move the support, which no gradient
 * sees.
 *
 * @param zeros {@code [1, E]} or {@code [L, E]}; says how many numbers
 */
public record Uniform(SDVariable zeros) implements Distribution {

    @Override
    public Support support() {
        return Support.UNIT_INTERVAL;
    }

    @Override
    public Set<Strategy> strategies() {
        return Set.of(Strategy.REPARAMETERISED);
    }

    @Override
    public Strategy preferred() {
        return Strategy.REPARAMETERISED;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        return lanes.sum(lanes.broadcast(zeros.mul(0), lanes.event(zeros)));
    }

    @Override
    public SDVariable draw(Lanes lanes) {
        return lanes.uniforms(lanes.event(zeros));
    }
}
