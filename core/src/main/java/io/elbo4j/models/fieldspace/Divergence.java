package io.elbo4j.models.fieldspace;

/** From what the divergence is taken whose gradient pulls at the fields. */
public enum Divergence {
    /** The fields that the task before left: T / N of it in a mean over rows, as the bound says. */
    PREVIOUS_TASK,

    /**
     * The fields of the step before, as in the paper's deep network: a drag along the way. T / n of it in a mean over the n rows of a
     * step, that is, once a minibatch: it is no term of a bound.
     */
    LAST_ITERATE;

    /** By its name in settings. */
    public static Divergence parse(String name) {
        return name.equals("last-iterate") ? LAST_ITERATE : PREVIOUS_TASK;
    }
}
