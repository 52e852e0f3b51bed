package io.elbo4j.program.distribution;

import io.elbo4j.samediff.Detached;
import io.elbo4j.samediff.SpecialFunctions;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One of C distributions, which one being summed out of the density.
 *
 * @param logits of the components, {@code [L, C]} or {@code [1, C]}
 * @param components of one shape and one support
 */
public record Mixture(SDVariable logits, List<Distribution> components) implements Distribution {

    public Mixture {
        components = List.copyOf(components);
        if (components.stream().map(Distribution::support).distinct().count() != 1) {
            throw new IllegalArgumentException("mixture: supports differ: components=" + components.size()
                    + " supports="
                    + components.stream().map(Distribution::support).distinct().toList()
                    + "; a mixture needs at least one component, and one support for all");
        }
    }

    @Override
    public Support support() {
        return components.get(0).support();
    }

    @Override
    public Set<Strategy> strategies() {
        return Strategy.SCORE_FUNCTIONS;
    }

    @Override
    public Strategy preferred() {
        return Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        SDVariable[] each = components.stream()
                .map(component -> component.logDensity(lanes, value).reshape(-1, 1))
                .toArray(SDVariable[]::new);
        SDVariable joint = logits.getSameDiff().concat(1, each).add(new Categorical(logits).logProbabilities());
        return lanes.sum(SpecialFunctions.logSumExp(joint));
    }

    /** A draw of each component, times the one-hot choice among them. */
    @Override
    public SDVariable draw(Lanes lanes) {
        SDVariable chosen = new Categorical(logits).draw(lanes);
        SDVariable value = component(lanes, 0, chosen);
        for (int c = 1; c < components.size(); c++) {
            value = value.add(component(lanes, c, chosen));
        }
        return Detached.of(value);
    }

    private SDVariable component(Lanes lanes, int number, SDVariable chosen) {
        double[] place = new double[components.size()];
        place[number] = 1;
        return components
                .get(number)
                .draw(lanes)
                .mul(chosen.mul(lanes.constant(place)).sum(true, 1));
    }
}
