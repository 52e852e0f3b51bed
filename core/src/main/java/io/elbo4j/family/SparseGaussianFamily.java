package io.elbo4j.family;

import io.elbo4j.density.GaussianPrior;
import io.elbo4j.math.Key;

/** Draws, densities and divergences of {@link SparseGaussian}. Coordinates: {@code [mean (A) | log sd (A)]}. */
public enum SparseGaussianFamily implements Family<SparseGaussian> {
    /** The only one: the family has no state. */
    INSTANCE;

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    /** θ = mean + sd·noise on the support; noise number k belongs to the k-th active parameter. */
    @Override
    public Draw draw(SparseGaussian q, Key key) {
        float[] noise = new float[q.active()];
        key.gaussians(noise);
        float[] theta = new float[q.dimension()];
        for (int k = 0; k < noise.length; k++) {
            theta[q.support()[k]] = q.mean()[k] + q.sd()[k] * noise[k];
        }
        return new Draw(theta, noise);
    }

    @Override
    public double logDensityNats(SparseGaussian q, float[] theta) {
        double sum = 0;
        for (int k = 0; k < q.active(); k++) {
            if (!q.isPoint(k)) {
                double standardised = (theta[q.support()[k]] - (double) q.mean()[k]) / q.sd()[k];
                sum -= 0.5 * (LOG_TWO_PI + standardised * standardised) + Math.log(q.sd()[k]);
            }
        }
        return sum;
    }

    @Override
    public double[] pullback(SparseGaussian q, Draw draw, float[] thetaGradient) {
        int active = q.active();
        double[] gradient = new double[2 * active];
        for (int k = 0; k < active; k++) {
            double g = thetaGradient[q.support()[k]];
            gradient[k] = g;
            gradient[active + k] = g * draw.noise()[k] * q.sd()[k];
        }
        return gradient;
    }

    /**
     * KL(q ‖ prior) in nats over the active parameters: ½ Σ [p(σ² + (μ−m)²) − 1 − ln(pσ²)] with prior mean m and precision
     * p. A point adds −ln prior(μ) instead (a maximum a posteriori estimate); a parameter with a flat prior (precision 0)
     * adds nothing.
     */
    public double klNats(SparseGaussian q, GaussianPrior prior) {
        double sum = 0;
        for (int k = 0; k < q.active(); k++) {
            double precision = prior.precision(q.support()[k]);
            if (precision > 0) {
                double deviation = q.mean()[k] - prior.mean(q.support()[k]);
                double quadratic = precision * deviation * deviation;
                if (q.isPoint(k)) {
                    sum += 0.5 * (quadratic - Math.log(precision) + LOG_TWO_PI);
                } else {
                    double ratio = precision * q.sd()[k] * q.sd()[k];
                    sum += 0.5 * (ratio + quadratic - 1 - Math.log(ratio));
                }
            }
        }
        return sum;
    }
}
