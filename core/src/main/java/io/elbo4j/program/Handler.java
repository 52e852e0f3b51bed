package io.elbo4j.program;

import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import org.nd4j.autodiff.samediff.SDVariable;

/** What it means to run a program: to simulate it, or to score it at values that are known. */
interface Handler {

    /** The value at an address. */
    SDVariable sample(GraphTrace at, String address, Distribution distribution, Strategy strategy);

    /** Data at an address. */
    void observe(GraphTrace at, String address, Distribution distribution, SDVariable value);

    /** A log factor, {@code [L]}. */
    void score(GraphTrace at, String address, SDVariable logFactor);

    /** A program of whose values some are summed out. */
    void marginal(GraphTrace at, Marginal marginal);
}
