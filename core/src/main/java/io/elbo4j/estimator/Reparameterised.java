package io.elbo4j.estimator;

import io.elbo4j.data.Batch;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.SupportedLogLikelihood;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.math.Workspace;

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
        return gradient(q, likelihood, batch, key, new Workspace());
    }

    @Override
    public Sums gradient(SparseGaussian q, LogLikelihood likelihood, Batch batch, Key key, Workspace workspace) {
        int active = q.active();
        double[] mean = workspace.zeros(active);
        double[] logSd = workspace.zeros(active);
        float[] noise = workspace.floats(active);
        float[] values = workspace.floats(active);
        float[] center = q.mean();
        float[] sd = q.sd();
        double share = 1.0 / samples;
        double logLik = 0;
        for (int s = 0; s < samples; s++) {
            key.fold(s).gaussians(noise);
            for (int k = 0; k < active; k++) {
                noise[k] *= sd[k];
                values[k] = center[k] + noise[k];
            }
            ValueGrad at = onSupport(likelihood, q, values, batch);
            float[] g = at.gradient();
            for (int k = 0; k < active; k++) {
                double each = share * g[k];
                mean[k] += each;
                logSd[k] += each * noise[k];
            }
            logLik += share * at.logLikSum();
        }
        workspace.giveBack(noise);
        workspace.giveBack(values);
        return Sums.of(batch.rows(), logLik, mean, logSd);
    }

    /** The gradient of the active parameters alone: {@code [A]}. */
    private static ValueGrad onSupport(LogLikelihood likelihood, SparseGaussian q, float[] values, Batch batch) {
        if (likelihood instanceof SupportedLogLikelihood supported) {
            return supported.onSupport(q.support(), values, batch);
        }
        ValueGrad all = likelihood.valueGrad(q.scatter(values), batch);
        float[] active = new float[q.active()];
        for (int k = 0; k < active.length; k++) {
            active[k] = all.gradient()[q.support()[k]];
        }
        return new ValueGrad(all.logLikSum(), active);
    }
}
