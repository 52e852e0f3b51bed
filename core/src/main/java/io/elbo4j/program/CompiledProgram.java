package io.elbo4j.program;

import io.elbo4j.density.Role;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Objective;
import io.elbo4j.objective.PerRow;
import io.elbo4j.objective.WakeSleep;
import io.elbo4j.samediff.StandardOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The graph of an inference for minibatches of one size. Building it runs guide and model; using it only feeds numbers.
 *
 * @param graph with its gradient function
 * @param draws of the guide
 * @param terms of guide and model, in the order of the programs
 * @param surrogate what is differentiated
 * @param differentiated names of parameters that the surrogate depends on
 */
record CompiledProgram(
        ProgramGraph graph, List<Draw> draws, List<Term> terms, Surrogate surrogate, List<String> differentiated) {

    /** Of an inference, for this many rows of this width. */
    static CompiledProgram of(Inference<?> inference, GraphTrace.Rows rows) {
        int particles = Math.multiplyExact(inference.particles(), inference.repetitions());
        Objective objective = inference.objective();
        Optional<WakeSleep> wakeSleep = WakeSleep.in(objective);
        ModelAndGuide both = wakeSleep.isPresent()
                ? ModelAndGuide.detached(inference.model(), inference.guide(), particles, rows)
                : ModelAndGuide.of(inference.model(), inference.guide(), particles, rows);
        ProgramGraph graph = both.graph();
        List<Term> terms = both.terms();
        List<Draw> draws = both.guide().draws();
        Surrogate surrogate = objective instanceof AdditiveObjective additive && !(objective instanceof PerRow)
                ? AdditiveSurrogate.of(graph, draws, terms, additive)
                : WeightedSurrogate.of(graph, place(both.outermost(), objective, rows), draws, terms, inference);
        double sleep = wakeSleep.map(WakeSleep::sleep).orElse(0.0);
        if (sleep == 0) {
            return differentiated(graph, draws, terms, surrogate);
        }
        List<Term> dreamt = Dream.logGuide(inference, both, rows);
        LaneSums.ByShape logGuide = new LaneSums.ByShape(new LaneSums(graph));
        dreamt.forEach(term -> logGuide.add(term.shape(), term.logDensity(), sleep));
        SDVariable mean = Objects.requireNonNull(logGuide.mean(), "every latent was scored");
        terms.addAll(dreamt);
        return differentiated(graph, draws, terms, surrogate.plus(mean));
    }

    /** Where a value of an objective that is not a sum of terms is made: once a particle, or once a row of each. */
    private static LaneShape place(LaneShape outermost, Objective objective, GraphTrace.Rows rows) {
        return objective instanceof PerRow ? outermost.inside(rows.plate()) : outermost;
    }

    private static CompiledProgram differentiated(
            ProgramGraph graph, List<Draw> draws, List<Term> terms, Surrogate surrogate) {
        List<String> names = new ArrayList<>(graph.parameters().keySet());
        ProgramGraph.Ancestry ancestry = graph.ancestry(names);
        List<String> reached = new ArrayList<>();
        for (int p = 0; p < names.size(); p++) {
            boolean learned = graph.parameter(names.get(p)).role() == Role.POINT;
            if (learned && ancestry.comesFrom(surrogate.surrogate().name(), p)) {
                reached.add(names.get(p));
            }
        }
        graph.requireRightDerivatives();
        if (!reached.isEmpty()) {
            graph.sameDiff().setLossVariables(surrogate.surrogate());
            StandardOutput.silently(() -> graph.sameDiff().createGradFunction(reached.toArray(new String[0])));
        }
        graph.close();
        return new CompiledProgram(graph, List.copyOf(draws), List.copyOf(terms), surrogate, List.copyOf(reached));
    }

    /** Parameters in order of first mention. */
    Map<String, ProgramGraph.Parameter> parameters() {
        return graph.parameters();
    }
}
