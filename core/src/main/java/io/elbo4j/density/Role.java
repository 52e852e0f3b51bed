package io.elbo4j.density;

/** What a parameter is to inference. */
public enum Role {
    /** Random under the posterior, has the prior, may be left out of a sparse support. */
    WEIGHT,
    /** A point estimate with a flat prior: biases, scales and shifts of normalisation layers, a learned noise. */
    POINT,
    /** Not learned by gradient but tracked: the running moments of batch normalisation. */
    STATISTIC
}
