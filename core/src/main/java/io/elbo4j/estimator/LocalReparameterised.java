package io.elbo4j.estimator;

import io.elbo4j.data.Batch;
import io.elbo4j.density.LocalLogLikelihood;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;

/**
 * Noise in the activations, independent for each row, instead of in the weights: lower variance for the price of a second
 * pass (Kingma, Salimans and Welling, arXiv 1506.02557v2).
 *
 * @param samples draws that are averaged
 */
public record LocalReparameterised(int samples) implements Estimator {

    public LocalReparameterised {
        Perturbations.requirePositive(samples);
    }

    @Override
    public Sums gradient(SparseGaussian q, LogLikelihood likelihood, Batch batch, Key key) {
        LocalLogLikelihood local = Perturbations.local(likelihood, "local-reparameterised");
        float[] variance = q.sd().clone();
        for (int k = 0; k < variance.length; k++) {
            variance[k] *= variance[k];
        }
        double[] mean = new double[q.active()];
        double[] logSd = new double[q.active()];
        double logLik = 0;
        for (int s = 0; s < samples; s++) {
            SpreadGrad at = local.locallyReparameterised(q.support(), q.mean(), variance, key.fold(s), batch);
            for (int k = 0; k < mean.length; k++) {
                mean[k] += (double) at.meanGradient()[k] / samples;
                // ∂/∂ log σ = 2σ² ∂/∂σ²
                logSd[k] += 2.0 * variance[k] * at.spreadGradient()[k] / samples;
            }
            logLik += at.logLikSum() / samples;
        }
        return Sums.of(batch.rows(), logLik, mean, logSd);
    }
}
