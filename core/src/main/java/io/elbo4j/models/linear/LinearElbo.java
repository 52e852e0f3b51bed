package io.elbo4j.models.linear;

import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.paper.Equation;

/** The evidence lower bound of a Gaussian linear model, exactly; for the full family it is the log evidence. */
final class LinearElbo {

    private LinearElbo() {}

    /**
     * The mean-field optimum: the exact mean, and the diagonal of the exact precision.
     *
     * @param precision {@code [D, D]}
     */
    @Equation(paper = "Bishop 2006", number = "10.11")
    static DiagonalGaussian meanField(double[] mean, double[] precision) {
        double[] variance = new double[mean.length];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = 1 / precision[i * mean.length + i];
        }
        return new DiagonalGaussian(mean, variance);
    }

    /** E_q Σ log p(y given x, θ) = −n/2 ln(2πσ²) − (Σ(y − xᵀm)² + tr(XᵀX·C)) / 2σ². */
    static double expectedLogLik(SufficientStatistics data, double[] mean, double[] covariance, LinearSpec spec) {
        double trace = 0;
        for (int i = 0; i < covariance.length; i++) {
            trace += data.gram()[i] * covariance[i];
        }
        return -0.5 * data.rows() * Math.log(2 * Math.PI * spec.noiseVariance())
                - 0.5 * (data.residualSquare(mean) + trace) / spec.noiseVariance();
    }

    /** KL to the prior, nats. */
    static double klNats(Posterior posterior, LinearPrior prior) {
        int d = posterior.dimension();
        double[] covariance = covariance(posterior);
        double logDeterminant = 0;
        if (posterior instanceof FullGaussian full) {
            logDeterminant = PositiveDefinite.of(full.covariance(), d).logDeterminant();
        } else {
            for (int i = 0; i < d; i++) {
                logDeterminant += Math.log(covariance[i * d + i]);
            }
        }
        double quadratic = prior.expectedQuadratic(mean(posterior), covariance);
        return 0.5 * (quadratic - d - prior.logDeterminant(d) - logDeterminant);
    }

    static double[] mean(Posterior posterior) {
        return posterior instanceof FullGaussian full ? full.mean() : ((DiagonalGaussian) posterior).mean();
    }

    /** {@code [D, D]}, with zeros beside the diagonal for the mean-field family. */
    static double[] covariance(Posterior posterior) {
        if (posterior instanceof FullGaussian full) {
            return full.covariance();
        }
        double[] variance = ((DiagonalGaussian) posterior).variance();
        double[] covariance = new double[variance.length * variance.length];
        for (int i = 0; i < variance.length; i++) {
            covariance[i * variance.length + i] = variance[i];
        }
        return covariance;
    }
}
