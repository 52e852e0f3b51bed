package io.elbo4j.estimator;

import io.elbo4j.data.Batch;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.SupportedLogLikelihood;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;

/**
 * One draw of all weights for the whole batch: θ = μ + σε (Kingma and Welling, arXiv 1312.6114v11, section 2.4; Blundell
 * et al., arXiv 1505.05424v2, section 3.2).
 *
 * @param samples draws that are averaged
 */
public record Reparameterised(int samples) implements Estimator {

    public Reparameterised {
        Perturbations.requirePositive(samples);
    }

    @Override
    public Sums gradient(SparseGaussian q, LogLikelihood likelihood, Batch batch, Key key) {
        int active = q.active();
        double[] mean = new double[active];
        double[] logSd = new double[active];
        float[] sd = q.sd();
        double logLik = 0;
        for (int s = 0; s < samples; s++) {
            float[] noise = new float[active];
            key.fold(s).gaussians(noise);
            float[] values = new float[active];
            for (int k = 0; k < active; k++) {
                values[k] = q.mean()[k] + sd[k] * noise[k];
            }
            ValueGrad at = likelihood instanceof SupportedLogLikelihood supported
                    ? supported.onSupport(q.support(), values, batch)
                    : likelihood.valueGrad(q.scatter(values), batch);
            boolean gathered = likelihood instanceof SupportedLogLikelihood;
            for (int k = 0; k < active; k++) {
                double g = gathered ? at.gradient()[k] : at.gradient()[q.support()[k]];
                mean[k] += g / samples;
                logSd[k] += g * noise[k] * sd[k] / samples;
            }
            logLik += at.logLikSum() / samples;
        }
        return Sums.of(batch.rows(), logLik, mean, logSd);
    }
}
