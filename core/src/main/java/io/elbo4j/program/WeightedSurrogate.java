package io.elbo4j.program;

import io.elbo4j.density.Role;
import io.elbo4j.objective.Elbo;
import io.elbo4j.objective.Objective;
import io.elbo4j.program.distribution.Strategy;
import io.elbo4j.samediff.Detached;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The surrogate of an objective of K log weights together. The objective works on double precision outside the graph, between two passes: from log
 * weights to its value and its derivative, which come back as coefficients.
 */
final class WeightedSurrogate {

    private static final String VALUE = "objective.value";
    private static final String LEFT_OUT = "objective.lessOthers";
    private static final String WEIGHTS = "objective.weights";

    private final ProgramGraph graph;
    private final LaneSums sums;
    private final LaneShape outermost;
    private final int particles;

    private WeightedSurrogate(ProgramGraph graph, LaneShape outermost, int particles) {
        this.graph = graph;
        this.sums = new LaneSums(graph);
        this.outermost = outermost;
        this.particles = particles;
    }

    static Surrogate of(
            ProgramGraph graph,
            LaneShape outermost,
            List<Draw> draws,
            List<Term> terms,
            Objective objective,
            int particles) {
        for (Draw draw : draws) {
            if (draw.strategy() == Strategy.ENUMERATION || draw.strategy() == Strategy.MEASURE_VALUED) {
                throw new IllegalArgumentException("program: strategy needs a sum of terms: address=" + draw.address()
                        + " strategy=" + draw.strategy() + " objective=" + objective
                        + "; with this objective use a score function, or take the ELBO");
            }
        }
        return new WeightedSurrogate(graph, outermost, particles).surrogate(draws, terms, objective);
    }

    private Surrogate surrogate(List<Draw> draws, List<Term> terms, Objective objective) {
        LaneSums.ByShape all = new LaneSums.ByShape(sums);
        terms.forEach(term -> all.add(term.shape(), term.logDensity(), term.coefficient(new Elbo())));
        SDVariable logWeights = all.outwards(outermost);
        if (logWeights == null) {
            throw new IllegalArgumentException("program: nothing to infer: terms=0; sample or observe something");
        }
        int count = outermost.particles();
        SDVariable value = graph.placeholder(VALUE, count);
        SDVariable lessOthers = graph.placeholder(LEFT_OUT, count);
        SDVariable weights = graph.placeholder(WEIGHTS, count);
        graph.feeds()
                .add(new Feed(
                        List.of(logWeights.name()),
                        List.of(VALUE, LEFT_OUT, WEIGHTS),
                        count,
                        (given, results, step, rows) -> fill(objective, particles, given[0], results)));
        Map<String, SDVariable> means = new LinkedHashMap<>();
        SDVariable estimate = value.sum().mul(1.0 / count);
        SDVariable surrogate = Detached.of(weights).mul(logWeights).sum();
        for (Draw draw : draws) {
            if (draw.strategy().isScoreFunction()) {
                surrogate = surrogate.add(scoreFunction(draw, value, lessOthers, estimate, means));
            }
        }
        return new Surrogate(estimate, surrogate, means);
    }

    /** (value − baseline) × ∂ log density, over the draws of all particles that the value comes from. */
    private SDVariable scoreFunction(
            Draw draw, SDVariable value, SDVariable lessOthers, SDVariable mean, Map<String, SDVariable> means) {
        int repetitions = outermost.particles() / particles;
        SDVariable cost = value;
        if (draw.strategy() == Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT) {
            if (repetitions == 1) {
                throw Surrogate.needsParticles(draw, outermost.particles());
            }
            cost = lessOthers;
        } else if (draw.strategy() == Strategy.SCORE_FUNCTION_RUNNING_MEAN) {
            String name = Surrogate.baseline(draw);
            means.put(name, mean);
            cost = value.sub(graph.parameter(name, Initial.constant(0), Role.STATISTIC, 1));
        }
        SDVariable logDensity = sums.outwards(draw.logDensity(), draw.shape(), outermost);
        return Detached.carrying(graph.sameDiff().zerosLike(logDensity), cost, logDensity)
                .sum()
                .mul(1.0 / repetitions);
    }

    /** For each repetition: its value, its value less the mean of the others', and the derivative over the number of repetitions. */
    private static void fill(Objective objective, int particles, float[] logWeights, float[][] results) {
        int repetitions = logWeights.length / particles;
        double[] values = new double[repetitions];
        for (int r = 0; r < repetitions; r++) {
            double[] ratios = new double[particles];
            for (int k = 0; k < particles; k++) {
                ratios[k] = logWeights[r * particles + k];
            }
            values[r] = objective.value(ratios);
            double[] weights = objective.weights(ratios);
            for (int k = 0; k < particles; k++) {
                results[2][r * particles + k] = (float) (weights[k] / repetitions);
            }
        }
        double sum = Arrays.stream(values).sum();
        for (int i = 0; i < logWeights.length; i++) {
            double own = values[i / particles];
            results[0][i] = (float) own;
            results[1][i] = repetitions == 1 ? 0 : (float) (own - (sum - own) / (repetitions - 1));
        }
    }
}
