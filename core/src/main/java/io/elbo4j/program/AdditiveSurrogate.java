package io.elbo4j.program;

import io.elbo4j.density.Role;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.paper.Equation;
import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import io.elbo4j.samediff.Detached;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The surrogate of an objective that is a sum of terms, such as the ELBO: each term is weighted with the probability of its branch, and each
 * latent sees only the terms downstream of it.
 */
final class AdditiveSurrogate {

    private final ProgramGraph graph;
    private final LaneSums sums;
    private final List<Draw> draws;
    private final List<Term> terms;
    private final AdditiveObjective objective;
    /** Log density × probability of what is enumerated, {@code [L]} of each term. */
    private final List<SDVariable> weighted = new ArrayList<>();

    private final ProgramGraph.Ancestry ancestry;
    private final Map<String, SDVariable> means = new LinkedHashMap<>();

    private AdditiveSurrogate(ProgramGraph graph, List<Draw> draws, List<Term> terms, AdditiveObjective objective) {
        this.graph = graph;
        this.sums = new LaneSums(graph);
        this.draws = draws;
        this.terms = terms;
        this.objective = objective;
        for (Term term : terms) {
            SDVariable probability = probability(term.shape());
            weighted.add(
                    probability == null ? term.logDensity() : term.logDensity().mul(probability));
        }
        Map<String, String> densities = new LinkedHashMap<>();
        for (Draw draw : draws) {
            if (draw.strategy() == Strategy.ENUMERATION) {
                densities.put(draw.value().name(), draw.logDensity().name());
            }
        }
        List<String> values = draws.stream().map(draw -> draw.value().name()).toList();
        this.ancestry = graph.ancestry(values, densities);
    }

    /** E over all draws of Σ terms; its derivative by the rule of each draw. */
    @Equation(paper = "PLDI 2024", number = "REINFORCE, ENUM and MVD rules")
    static Surrogate of(ProgramGraph graph, List<Draw> draws, List<Term> terms, AdditiveObjective objective) {
        return new AdditiveSurrogate(graph, draws, terms, objective).surrogate();
    }

    private Surrogate surrogate() {
        LaneSums.ByShape all = new LaneSums.ByShape(sums);
        // The last first: likelihoods come after priors, and what is taken away needs something before it.
        for (int t = terms.size() - 1; t >= 0; t--) {
            LaneShape shape = terms.get(t).shape();
            all.add(shape, onlyDrawn(weighted.get(t), shape), terms.get(t).coefficient(objective));
        }
        SDVariable value = all.mean();
        if (value == null) {
            throw new IllegalArgumentException("program: nothing to infer: terms=0; sample or observe something");
        }
        SDVariable surrogate = value;
        for (int d = 0; d < draws.size(); d++) {
            Draw draw = draws.get(d);
            SDVariable part = draw.strategy().isScoreFunction()
                    ? scoreFunction(draw, d)
                    : draw.strategy() == Strategy.MEASURE_VALUED ? measureValued(draw, d) : null;
            surrogate = part == null ? surrogate : surrogate.add(part);
        }
        return new Surrogate(value, surrogate, means);
    }

    private SDVariable onlyDrawn(SDVariable perLane, LaneShape shape) {
        return shape.families() == 1 ? perLane : perLane.mul(sums.drawnLanes(shape));
    }

    /**
     * The probability of the branch that a lane stands for, {@code [L]}, or null for 1. A latent of plates that this place is not in has the
     * same terms here in all its branches, which count once together.
     */
    private @Nullable SDVariable probability(LaneShape shape) {
        SDVariable probability = null;
        for (Draw draw : draws) {
            if (draw.strategy() != Strategy.ENUMERATION) {
                continue;
            }
            SDVariable own = draw.shape().encloses(shape)
                    ? sums.inwards(graph.sameDiff().math().exp(draw.logDensity()), draw.shape(), shape)
                    : graph.constant(new float[] {1f / draw.branches().outcomes()}, 1);
            probability = probability == null ? own : probability.mul(own);
        }
        return probability;
    }

    /** The terms downstream of a latent, in its own lanes; null when there are none. */
    private @Nullable SDVariable cost(Draw draw, int number) {
        LaneSums.ByShape downstream = new LaneSums.ByShape(sums);
        for (int t = 0; t < terms.size(); t++) {
            if (ancestry.comesFrom(terms.get(t).logDensity().name(), number)) {
                downstream.add(
                        terms.get(t).shape(), weighted.get(t), terms.get(t).coefficient(objective));
            }
        }
        return downstream.outwards(draw.shape());
    }

    /** (cost − baseline) × ∂ log density. */
    private @Nullable SDVariable scoreFunction(Draw draw, int number) {
        SDVariable all = cost(draw, number);
        if (all == null) {
            return null;
        }
        LaneShape shape = draw.shape();
        SDVariable cost = onlyDrawn(all, shape);
        SDVariable baseline = baseline(draw, cost);
        if (baseline != null) {
            SDVariable probability = probability(shape);
            SDVariable share = probability == null ? baseline : baseline.mul(probability);
            cost = cost.sub(onlyDrawn(share, shape));
        }
        SDVariable zero = graph.sameDiff().zerosLike(draw.logDensity());
        return sums.mean(Detached.carrying(zero, cost, draw.logDensity()), shape);
    }

    private @Nullable SDVariable baseline(Draw draw, SDVariable cost) {
        LaneShape shape = draw.shape();
        if (draw.strategy() == Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT) {
            if (shape.particles() == 1) {
                throw Surrogate.needsParticles(draw, 1);
            }
            return sums.meanOfOthers(cost, shape);
        }
        if (draw.strategy() == Strategy.SCORE_FUNCTION_RUNNING_MEAN) {
            String name = Surrogate.baseline(draw);
            means.put(name, cost.sum().mul(1.0 / (shape.particles() * shape.members())));
            return graph.parameter(name, Initial.constant(0), Role.STATISTIC, 1);
        }
        return null;
    }

    /** Σⱼ Σᵢ coefficientⱼ · (cost with number i from counterpart j − cost) × ∂ parameterⱼᵢ. */
    private @Nullable SDVariable measureValued(Draw draw, int number) {
        SDVariable cost = cost(draw, number);
        if (cost == null) {
            return null;
        }
        int event = draw.branches().families() / draw.counterparts().size();
        int first = draw.branches().first();
        SDVariable all = null;
        for (Distribution.MeasureValued.Counterpart counterpart : draw.counterparts()) {
            SDVariable part = measureValued(draw.shape(), cost, counterpart, first, event);
            all = all == null ? part : all.add(part);
            first += event;
        }
        return all;
    }

    private SDVariable measureValued(
            LaneShape shape,
            SDVariable cost,
            Distribution.MeasureValued.Counterpart counterpart,
            int first,
            int event) {
        SDVariable[] differences = new SDVariable[event];
        for (int i = 0; i < event; i++) {
            float[] weights = new float[shape.families()];
            weights[0] = -1;
            weights[first + i] = 1;
            differences[i] = sums.acrossFamilies(cost, shape, 1, weights).reshape(shape.lanes() / shape.families(), 1);
        }
        SDVariable difference = event == 1 ? differences[0] : graph.sameDiff().concat(1, differences);
        SDVariable coefficient = ofDrawn(counterpart.coefficient(), shape, event);
        SDVariable parameter = ofDrawn(counterpart.parameter(), shape, event);
        SDVariable part =
                Detached.carrying(graph.sameDiff().zerosLike(parameter), difference.mul(coefficient), parameter);
        LaneShape single = new LaneShape(shape.particles(), 1, shape.combinations(), shape.plates());
        return sums.mean(new GraphLanes(graph, single).sum(part), single);
    }

    /** In the family of what was drawn, {@code [L / families, E]}. */
    private SDVariable ofDrawn(SDVariable value, LaneShape shape, int event) {
        float[] drawn = new float[shape.families()];
        drawn[0] = 1;
        SDVariable full = new GraphLanes(graph, shape).broadcast(value, new int[] {event});
        return sums.acrossFamilies(full, shape, event, drawn).reshape(shape.lanes() / shape.families(), event);
    }
}
