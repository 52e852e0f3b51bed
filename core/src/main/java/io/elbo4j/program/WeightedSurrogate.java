package io.elbo4j.program;

import io.elbo4j.density.Role;
import io.elbo4j.objective.Objective;
import io.elbo4j.objective.WakeSleep;
import io.elbo4j.paper.Equation;
import io.elbo4j.program.distribution.Strategy;
import io.elbo4j.samediff.Detached;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The surrogate of an objective of K log weights together, of all rows or of each row. The objective works on double precision outside the graph, between two passes: from log
 * weights to its value and its derivative, which come back as coefficients.
 */
final class WeightedSurrogate {

    private static final String VALUE = "objective.value";
    private static final String LEFT_OUT = "objective.lessOthers";
    private static final String WEIGHTS = "objective.weights";

    private final ProgramGraph graph;
    private final LaneSums sums;
    private final LaneShape place;
    private final Objective objective;
    private final int particles;

    private WeightedSurrogate(ProgramGraph graph, LaneShape place, Inference<?> inference) {
        this.graph = graph;
        this.sums = new LaneSums(graph);
        this.place = place;
        this.objective = inference.objective();
        this.particles = inference.particles();
    }

    /**
     * Of all terms at once.
     *
     * @param place whose lanes have a log weight each: outermost, or rows
     */
    static Surrogate of(
            ProgramGraph graph, LaneShape place, List<Draw> draws, List<Term> terms, Inference<?> inference) {
        for (Draw draw : draws) {
            if (draw.strategy() == Strategy.ENUMERATION || draw.strategy() == Strategy.MEASURE_VALUED) {
                throw new IllegalArgumentException("program: strategy needs a sum of terms: address=" + draw.address()
                        + " strategy=" + draw.strategy() + " objective=" + inference.objective()
                        + "; with this objective use a score function, or take the ELBO");
            }
        }
        for (Term term : terms) {
            if (!place.encloses(term.shape())) {
                throw new IllegalArgumentException("program: term of no row: address=" + term.address() + " objective="
                        + inference.objective() + "; all that is random or observed belongs inside rows()");
            }
        }
        return new WeightedSurrogate(graph, place, inference).surrogate(draws, terms);
    }

    private Surrogate surrogate(List<Draw> draws, List<Term> terms) {
        SDVariable logWeights = combined(terms, -1);
        if (logWeights == null) {
            throw new IllegalArgumentException("program: nothing to infer: terms=0; sample or observe something");
        }
        int count = place.lanes();
        SDVariable value = graph.placeholder(VALUE, count);
        SDVariable lessOthers = graph.placeholder(LEFT_OUT, count);
        SDVariable weights = graph.placeholder(WEIGHTS, count);
        graph.feeds()
                .add(new Feed(
                        List.of(logWeights.name()),
                        List.of(VALUE, LEFT_OUT, WEIGHTS),
                        count,
                        (given, results, step, rows) -> fill(given[0], results)));
        Map<String, SDVariable> means = new LinkedHashMap<>();
        SDVariable mean = value.sum().mul(1.0 / count);
        Optional<WakeSleep> wakeSleep = WakeSleep.in(objective);
        SDVariable followed = wakeSleep.isEmpty()
                ? logWeights
                : combined(terms, wakeSleep.orElseThrow().wake());
        SDVariable surrogate = inRows(Detached.of(weights).mul(followed).sum());
        for (Draw draw : draws) {
            if (wakeSleep.isEmpty() && draw.strategy().isScoreFunction()) {
                surrogate = surrogate.add(scoreFunction(draw, value, lessOthers, mean, means));
            }
        }
        return new Surrogate(sums.mean(value, place), surrogate, means);
    }

    /** log p(data, z) + factor × log q(z), in the lanes of the place; null when there are no terms. In a wake phase the guide's draws count for it, not against it. */
    @Equation(paper = "arXiv:1406.2751v4", number = "wake phase")
    private @Nullable SDVariable combined(List<Term> terms, double guide) {
        LaneSums.ByShape all = new LaneSums.ByShape(sums);
        for (Term term : terms) {
            double coefficient = term.kind() == Term.Kind.GUIDE ? guide : 1;
            if (coefficient != 0) {
                all.add(term.shape(), term.logDensity(), coefficient);
            }
        }
        return all.outwards(place);
    }

    /** Rows of a minibatch count N/B each. */
    private SDVariable inRows(SDVariable sum) {
        return place.plates().isEmpty() ? sum : sum.mul(graph.rowWeight());
    }

    /** (value − baseline) × ∂ log density, over the draws of all particles that the value comes from. */
    private SDVariable scoreFunction(
            Draw draw, SDVariable value, SDVariable lessOthers, SDVariable mean, Map<String, SDVariable> means) {
        int repetitions = place.particles() / particles;
        SDVariable cost = value;
        if (draw.strategy() == Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT) {
            if (repetitions == 1) {
                throw Surrogate.needsParticles(draw, place.particles());
            }
            cost = lessOthers;
        } else if (draw.strategy() == Strategy.SCORE_FUNCTION_RUNNING_MEAN) {
            String name = Surrogate.baseline(draw);
            means.put(name, mean);
            cost = value.sub(graph.parameter(name, Initial.constant(0), Role.STATISTIC, 1));
        }
        SDVariable logDensity = sums.outwards(draw.logDensity(), draw.shape(), place);
        return inRows(Detached.carrying(graph.sameDiff().zerosLike(logDensity), cost, logDensity)
                .sum()
                .mul(1.0 / repetitions));
    }

    /** For each row and repetition: its value, its value less the mean of the others', and the derivative over the number of repetitions. */
    private void fill(float[] logWeights, float[][] results) {
        for (int member = 0; member < place.members(); member++) {
            fill(logWeights, results, member);
        }
    }

    private void fill(float[] logWeights, float[][] results, int member) {
        int members = place.members();
        double[] own = new double[place.particles()];
        Arrays.setAll(own, s -> logWeights[s * members + member]);
        Weighing weighing = Weighing.of(objective, particles, own);
        for (int s = 0; s < own.length; s++) {
            results[0][s * members + member] = (float) weighing.value()[s];
            results[1][s * members + member] = (float) weighing.lessOthers()[s];
            results[2][s * members + member] = (float) weighing.weights()[s];
        }
    }

    /** What is fed when the weighing is known, by the names of placeholders. */
    static Map<String, float[]> known(Weighing weighing) {
        return Map.of(
                VALUE, singles(weighing.value()),
                LEFT_OUT, singles(weighing.lessOthers()),
                WEIGHTS, singles(weighing.weights()));
    }

    private static float[] singles(double[] numbers) {
        float[] singles = new float[numbers.length];
        for (int i = 0; i < singles.length; i++) {
            singles[i] = (float) numbers[i];
        }
        return singles;
    }
}
