package io.elbo4j.math;

/** The independent uses of a run's key. Each has its own stream, so that adding a draw to one leaves the others alone. */
public enum Stream {
    /** Order of the rows. */
    BATCHES(-1),
    /** Noise of weights and activations. */
    NOISE(-2),
    /** Choice of the first support and of the rows for its gradient. */
    SUPPORT(-3),
    /** Starting values. */
    INITIAL(-4),
    /** Which rows are held out. */
    SPLIT(-5),
    /** Posterior draws for prediction. */
    PREDICT(-6),
    /** Which way numbers of a message are rounded. */
    ROUNDING(-7),
    /** Which tasks and rows make an episode. */
    EPISODES(-8),
    /** What the tasks of a stream are. */
    TASKS(-9),
    /** Which rows stand for a task. */
    CORESET(-10),
    /** Which rows are kept for later trainings. */
    MEMORY(-11),
    /** One component of a mixture. */
    COMPONENT(-12);

    /** Negative, so that no round has it; part of the format of results, never changed. */
    private final long number;

    Stream(long number) {
        this.number = number;
    }

    /** This stream of a root key. */
    public Key of(Key root) {
        return root.fold(number);
    }
}
