package io.elbo4j.estimator;

import io.elbo4j.data.Batch;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.math.Workspace;
import java.io.Serializable;

/** An unbiased estimate of ∇ E_q[Σ log p(y given x, θ)] over a batch. */
public interface Estimator extends Serializable {

    /**
     * Value and gradient, summed over the batch and averaged over the estimator's draws.
     *
     * @param key names the draws
     * @return arrays {@code [mean gradient (A), log sd gradient (A)]}; the second is 0 for points
     */
    Sums gradient(SparseGaussian q, LogLikelihood likelihood, Batch batch, Key key);

    /**
     * The same.
     *
     * @param workspace may lend the arrays of the result
     */
    default Sums gradient(SparseGaussian q, LogLikelihood likelihood, Batch batch, Key key, Workspace workspace) {
        return gradient(q, likelihood, batch, key);
    }
}
