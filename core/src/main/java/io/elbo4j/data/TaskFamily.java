package io.elbo4j.data;

import io.elbo4j.math.Key;
import java.io.Serializable;

/** Tasks that are made, not read: a distribution of functions. */
public interface TaskFamily extends Serializable {

    /** F. */
    int inputs();

    /**
     * Rows of the task with this key.
     *
     * @param task names the task
     * @param rows names the rows: the same task has other rows under another key
     */
    Batch rows(Key task, Key rows, int count);
}
