package io.elbo4j.data;

import java.io.Serializable;

/** Tasks that come one after the other, made of the rows of one data set. Pure: what a task shows of a row never changes. */
public interface TaskStream extends Serializable {

    /** How many tasks there are. */
    int tasks();

    /**
     * The rows of one task among these, in their order, as the task shows them.
     *
     * @param rows any part of the data set, before standardisation
     * @param task from 0
     */
    Batch of(Batch rows, int task);

    /** Whether every row is in every task. */
    boolean whole();
}
