package io.elbo4j.nn;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A graph and the names of what goes in and out. Placeholders: {@link #INPUT}, {@link #TARGET}, {@link #PRECISION}, every
 * parameter by the name of its block, and its spread by {@link #spread}.
 *
 * @param graph with its gradient function, unless it is for prediction
 * @param draws random inputs, in order
 * @param unfolded placeholders that take the windows of the first layer over their rows, not the rows themselves
 * @param moments the batch's own moments by the name of the parameter block that tracks them
 */
record NetworkGraph(SameDiff graph, List<Draws> draws, Set<String> unfolded, Map<String, String> moments) {

    static final String INPUT = "input";
    static final String TARGET = "target";
    static final String PRECISION = "precision";
    static final String OUTPUTS = "outputs";

    /** Placeholder of the variance or perturbation of a block of weights. */
    static String spread(String block) {
        return block + ".spread";
    }

    /** The graph that runs: SameDiff keeps that of the gradient, with a copy of the forward pass, inside the other. */
    SameDiff executed(GraphMode mode) {
        return mode == GraphMode.PREDICTION ? graph : graph.getFunction("grad");
    }
}
