package io.elbo4j.merge.rule;

/** Models by what a merge can get right. */
public enum ModelClass {
    /** A likelihood that is Gaussian in θ, and a full covariance: the family holds the exact posterior. */
    CONJUGATE_FULL,
    /** A likelihood that is Gaussian in θ, and independent normals: the best of the family is known. */
    CONJUGATE_MEAN_FIELD,
    /** A network's likelihood, and independent normals. */
    NETWORK_MEAN_FIELD
}
