package io.elbo4j.program.distribution;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** The lanes that a distribution works in: shapes, sums and draws. */
public interface Lanes {

    /** The shape of one lane's numbers in a value whose parameters these are: E, or more dimensions. */
    int[] event(SDVariable... parameters);

    /** Elementwise log densities summed over each lane; {@code [L]}. */
    SDVariable sum(SDVariable elements);

    /** The same numbers in every lane; {@code [L, E]}. */
    SDVariable broadcast(SDVariable value, int[] event);

    /** Standard normal numbers, {@code [L, E]}. */
    SDVariable gaussians(int[] event);

    /** Uniform numbers in (0, 1), {@code [L, E]}. */
    SDVariable uniforms(int[] event);

    /**
     * Numbers drawn outside the graph, once the parameters are known.
     *
     * @param results how many arrays {@code [L, E]} the sampler fills
     */
    List<SDVariable> drawn(Sampler sampler, int results, int[] event, SDVariable... parameters);

    /** A constant, {@code [1, numbers]}. */
    SDVariable constant(double... numbers);
}
