package io.elbo4j.estimator;

import io.elbo4j.data.Batch;
import io.elbo4j.density.LogLikelihood;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.family.Family;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.family.SparseGaussianFamily;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import java.util.Arrays;

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
        double logLik = 0;
        for (int s = 0; s < samples; s++) {
            Family.Draw draw = SparseGaussianFamily.INSTANCE.draw(q, key.fold(s));
            ValueGrad at = likelihood.valueGrad(draw.theta(), batch);
            double[] pulled = SparseGaussianFamily.INSTANCE.pullback(q, draw, at.gradient());
            Perturbations.accumulate(mean, Arrays.copyOf(pulled, active), samples);
            Perturbations.accumulate(logSd, Arrays.copyOfRange(pulled, active, 2 * active), samples);
            logLik += at.logLikSum() / samples;
        }
        return Sums.of(batch.rows(), logLik, mean, logSd);
    }
}
