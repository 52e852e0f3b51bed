package io.elbo4j.family;

import io.elbo4j.math.Key;
import io.elbo4j.math.PositiveDefinite;

/** Draws and densities of {@link FullGaussian}. Coordinates: {@code [mean (D) | lower Cholesky factor by rows (D(D+1)/2)]}. */
public enum FullGaussianFamily implements Family<FullGaussian> {
    /** The only one: the family has no state. */
    INSTANCE;

    @Override
    public Draw draw(FullGaussian q, Key key) {
        int d = q.dimension();
        double[] factor = PositiveDefinite.of(q.covariance(), d).factor();
        float[] noise = new float[d];
        key.gaussians(noise);
        float[] theta = new float[d];
        for (int i = 0; i < d; i++) {
            double value = q.mean()[i];
            for (int j = 0; j <= i; j++) {
                value += factor[i * d + j] * noise[j];
            }
            theta[i] = (float) value;
        }
        return new Draw(theta, noise);
    }

    @Override
    public double logDensityNats(FullGaussian q, float[] theta) {
        int d = q.dimension();
        PositiveDefinite covariance = PositiveDefinite.of(q.covariance(), d);
        double[] deviation = new double[d];
        for (int i = 0; i < d; i++) {
            deviation[i] = theta[i] - q.mean()[i];
        }
        double[] solved = covariance.solve(deviation);
        double quadratic = 0;
        for (int i = 0; i < d; i++) {
            quadratic += deviation[i] * solved[i];
        }
        return -0.5 * (d * Math.log(2 * Math.PI) + covariance.logDeterminant() + quadratic);
    }

    @Override
    public double[] pullback(FullGaussian q, Draw draw, float[] thetaGradient) {
        int d = q.dimension();
        double[] gradient = new double[d + d * (d + 1) / 2];
        int at = d;
        for (int i = 0; i < d; i++) {
            gradient[i] = thetaGradient[i];
            for (int j = 0; j <= i; j++) {
                gradient[at++] = thetaGradient[i] * (double) draw.noise()[j];
            }
        }
        return gradient;
    }
}
