package io.elbo4j.estimator;

import io.elbo4j.data.Batch;
import io.elbo4j.density.LocalLogLikelihood;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.SpreadGrad;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;

/**
 * One perturbation of the weights for the batch, made nearly independent between rows by random signs (Wen, Vicol, Ba,
 * Tran and Grosse, arXiv 1803.04386v2).
 *
 * @param samples draws that are averaged
 */
public record Flipout(int samples) implements Estimator {

    public Flipout {
        Perturbations.requirePositive(samples);
    }

    @Override
    public Sums gradient(SparseGaussian q, LogLikelihood likelihood, Batch batch, Key key) {
        LocalLogLikelihood local = Perturbations.local(likelihood, "flipout");
        float[] meanTheta = q.meanTheta();
        double[] mean = new double[q.active()];
        double[] logSd = new double[q.active()];
        double logLik = 0;
        for (int s = 0; s < samples; s++) {
            Key draw = key.fold(s);
            float[] perturbation = new float[q.active()];
            draw.fold(0).gaussians(perturbation);
            for (int k = 0; k < perturbation.length; k++) {
                perturbation[k] *= q.sd()[k];
            }
            SpreadGrad at = local.flipout(meanTheta, q.scatter(perturbation), draw.fold(1), batch);
            Perturbations.accumulate(mean, Perturbations.gather(q, at.meanGradient()), samples);
            double[] spread = Perturbations.gather(q, at.spreadGradient());
            for (int k = 0; k < spread.length; k++) {
                // The perturbation is σε, so ∂/∂ log σ = σε ∂/∂(σε).
                spread[k] *= perturbation[k];
            }
            Perturbations.accumulate(logSd, spread, samples);
            logLik += at.logLikSum() / samples;
        }
        return Sums.of(batch.rows(), logLik, mean, logSd);
    }
}
