package io.elbo4j.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A guide that was simulated and a model that was scored at what it drew, in one graph.
 *
 * @param outermost lanes outside all plates
 */
record ModelAndGuide(ProgramGraph graph, LaneShape outermost, Simulation guide, Scoring model) {

    /** For this many lanes of particles and rows of this width. */
    static ModelAndGuide of(Program model, Program guide, int particles, GraphTrace.Rows rows) {
        Branches found = simulated(new ProgramGraph(), guide, shape(particles, Branches.NONE), Branches.NONE, rows)
                .found();
        ProgramGraph graph = new ProgramGraph();
        LaneShape outermost = shape(particles, found);
        return scored(graph, outermost, simulated(graph, guide, outermost, found, rows), model, rows);
    }

    /** The same with draws that are plain numbers, for objectives that weigh draws and do not move them. */
    static ModelAndGuide detached(Program model, Program guide, int particles, GraphTrace.Rows rows) {
        ProgramGraph graph = new ProgramGraph();
        LaneShape outermost = shape(particles, Branches.NONE);
        Simulation simulation = Simulation.detached();
        guide.run(GraphTrace.start(graph, outermost, rows, simulation));
        return scored(graph, outermost, simulation, model, rows);
    }

    private static ModelAndGuide scored(
            ProgramGraph graph, LaneShape outermost, Simulation simulation, Program model, GraphTrace.Rows rows) {
        Scoring scoring = new Scoring(simulation.latents(), "guide", "model");
        model.run(GraphTrace.start(graph, outermost, rows, scoring));
        scoring.requireAllUsed();
        return new ModelAndGuide(graph, outermost, simulation, scoring);
    }

    private static LaneShape shape(int particles, Branches branches) {
        return new LaneShape(particles, branches.families(), branches.combinations(), List.of());
    }

    private static Simulation simulated(
            ProgramGraph graph, Program guide, LaneShape outermost, Branches branches, GraphTrace.Rows rows) {
        Simulation simulation = new Simulation(branches);
        guide.run(GraphTrace.start(graph, outermost, rows, simulation));
        return simulation;
    }

    /** Log densities of guide and model, in the order of the programs. */
    List<Term> terms() {
        List<Term> terms = new ArrayList<>(guide.terms());
        terms.addAll(model.terms());
        return terms;
    }
}
