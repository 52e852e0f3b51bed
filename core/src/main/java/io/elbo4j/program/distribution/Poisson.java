package io.elbo4j.program.distribution;

import io.elbo4j.math.Key;
import io.elbo4j.samediff.SpecialFunctions;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/** Independent counts. */
public record Poisson(SDVariable rate) implements Distribution.MeasureValued {

    @Override
    public Support support() {
        return Support.COUNT;
    }

    @Override
    public Set<Strategy> strategies() {
        return Strategy.andScoreFunctions(Strategy.MEASURE_VALUED);
    }

    @Override
    public Strategy preferred() {
        return Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        return lanes.sum(
                value.mul(rate.getSameDiff().math().log(rate)).sub(rate).sub(SpecialFunctions.lgamma(value.add(1))));
    }

    @Override
    public SDVariable draw(Lanes lanes) {
        return lanes.drawn(Poisson::fill, 1, lanes.event(rate), rate).get(0);
    }

    /** Arrivals in a unit of time, counted one by one. */
    private static void fill(float[][] given, float[][] drawn, int from, int to, Key key) {
        for (int i = from; i < to; i++) {
            Key each = key.fold(i - from);
            double left = given[0][i];
            int count = -1;
            while (left >= 0) {
                count++;
                left += Math.log1p(-each.uniform(count));
            }
            drawn[0][i] = count < 0 ? Float.NaN : count;
        }
    }

    /** ∂E[f(x)]/∂rate = E[f(x + 1) − f(x)]. */
    @Override
    public Coupled coupled(Lanes lanes) {
        SDVariable value = draw(lanes);
        return new Coupled(value, List.of(new Counterpart(value.add(1), lanes.constant(1), rate)));
    }
}
