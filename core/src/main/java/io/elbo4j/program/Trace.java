package io.elbo4j.program;

import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What a program says. Values are {@code [L, E]}: lanes, and the numbers of one lane; a scalar is {@code [L, 1]}.
 *
 * <p>Addresses are unique within a program; what model and guide call the same is the same. An address sampled twice, one that only the model or
 * only the guide has, and a strategy that a distribution cannot do are {@link IllegalArgumentException}s that name it.
 */
public interface Trace {

    /** The graph, for its operations: {@code trace.graph().math().tanh(x)}. */
    SameDiff graph();

    /**
     * Numbers to learn. The same name is the same parameter, in model and guide.
     *
     * @param shape without lanes: {@code [1, E]} for what stands beside values, {@code [inputs, outputs]} for a matrix
     */
    SDVariable parameter(String name, Initial initial, int... shape);

    /** The numbers given, {@code [1, numbers]}. */
    SDVariable constant(double... numbers);

    /** A random value; in a guide, with {@link Distribution#preferred}. */
    SDVariable sample(String address, Distribution distribution);

    /** A random value; in a guide, drawn and differentiated in this way. */
    SDVariable sample(String address, Distribution distribution, Strategy strategy);

    /** Conditions the model on a value. */
    void observe(String address, Distribution distribution, SDVariable value);

    /** Adds a log factor to the model, {@code [L, 1]}, nats. */
    void score(String address, SDVariable logFactor);

    /** Runs the body for each member of a plate; they are independent given what is outside. */
    void plate(String name, int size, Program body);

    /** Runs the body for each row of the data. A minibatch of B of N rows counts N/B times. */
    void rows(Program body);

    /** Inside {@link #rows}: the inputs, {@code [L, F]}. */
    SDVariable features();

    /** Inside {@link #rows}: the targets, {@code [L, 1]}. */
    SDVariable targets();

    /** Inside a plate: a value from just outside it, the same for each member; {@code [L, E]}. */
    SDVariable repeated(SDVariable outer);

    /** Runs a program of whose random values some count and the others are summed out; see {@link Marginal}. */
    void marginal(Marginal marginal);
}
