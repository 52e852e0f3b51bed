package io.elbo4j.update;

/** How the running moments of batch normalisation follow those of each batch. */
final class RunningMoments {

    /** Weight of the newest batch in the exponential average. */
    static final double RATE = 0.1;

    private RunningMoments() {}
}
