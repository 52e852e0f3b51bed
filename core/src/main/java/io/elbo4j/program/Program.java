package io.elbo4j.program;

import java.io.Serializable;

/**
 * A model or a guide. It is run on a trace when a graph is built, not once a step, and must do the same every time. Make it a record: equal
 * programs share a graph, and records are equal by value on any machine.
 */
@FunctionalInterface
public interface Program extends Serializable {

    /** Says what is random, what is observed, and how one depends on the other. */
    void run(Trace trace);
}
