package io.elbo4j.program;

import io.elbo4j.density.Role;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Objective;
import io.elbo4j.objective.PerRow;
import io.elbo4j.samediff.StandardOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        Simulation first =
                simulated(new ProgramGraph(), inference, Branches.NONE, rows).guide();
        Programs programs = simulated(new ProgramGraph(), inference, first.found(), rows);
        ProgramGraph graph = programs.graph();
        LaneShape outermost = outermost(inference, first.found());
        Scoring model = new Scoring(programs.guide().latents());
        inference.model().run(GraphTrace.start(graph, outermost, rows, model));
        model.requireAllUsed();
        List<Term> terms = new ArrayList<>(programs.guide().terms());
        terms.addAll(model.terms());
        List<Draw> draws = programs.guide().draws();
        Objective objective = inference.objective();
        Surrogate surrogate = objective instanceof AdditiveObjective additive && !(objective instanceof PerRow)
                ? AdditiveSurrogate.of(graph, draws, terms, additive)
                : WeightedSurrogate.of(graph, place(outermost, objective, rows), draws, terms, inference);
        return differentiated(graph, draws, terms, surrogate);
    }

    /** Where a value of an objective that is not a sum of terms is made: once a particle, or once a row of each. */
    private static LaneShape place(LaneShape outermost, Objective objective, GraphTrace.Rows rows) {
        return objective instanceof PerRow ? outermost.inside(rows.plate()) : outermost;
    }

    private record Programs(ProgramGraph graph, Simulation guide) {}

    private static Programs simulated(
            ProgramGraph graph, Inference<?> inference, Branches branches, GraphTrace.Rows rows) {
        Simulation guide = new Simulation(branches);
        inference.guide().run(GraphTrace.start(graph, outermost(inference, branches), rows, guide));
        return new Programs(graph, guide);
    }

    private static LaneShape outermost(Inference<?> inference, Branches branches) {
        int particles = Math.multiplyExact(inference.particles(), inference.repetitions());
        return new LaneShape(particles, branches.families(), branches.combinations(), List.of());
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
