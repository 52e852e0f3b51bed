package io.elbo4j.program.distribution;

import io.elbo4j.samediff.SpecialFunctions;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Independent normal numbers of mean 0 and sd 1: the usual prior of a row's latents.
 *
 * @param numbers E
 */
public record StandardNormal(int numbers) implements Distribution {

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
        return lanes.sum(value.mul(value)).mul(-0.5).sub(numbers * SpecialFunctions.HALF_LOG_2PI);
    }

    @Override
    public SDVariable draw(Lanes lanes) {
        return lanes.gaussians(new int[] {numbers});
    }
}
