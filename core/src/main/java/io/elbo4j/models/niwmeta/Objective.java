package io.elbo4j.models.niwmeta;

/** What the belief is moved to raise, per episode. */
public enum Objective {
    /** The lower bound of all its rows, as in the paper: fitted to all of them, expected log likelihood minus divergence. */
    ELBO,
    /** The expected log likelihood of the query, fitted to the support, without a divergence. */
    QUERY
}
