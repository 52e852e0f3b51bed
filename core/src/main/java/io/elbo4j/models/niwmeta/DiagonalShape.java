package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.paper.Equation;
import org.hipparchus.special.Gamma;

/** Independent coordinates: a normal-inverse-gamma belief each. */
enum DiagonalShape implements Shape {
    /** The only one. */
    INSTANCE;

    @Override
    @Equation(paper = "arXiv:2306.09702", number = "local posterior")
    public EpisodeGaussian local(EpisodeGaussian prior, Quadratic fit) {
        int d = prior.dimension();
        double[] mean = new double[d];
        double[] variance = new double[d];
        for (int i = 0; i < d; i++) {
            double precision = 1 / prior.covariance()[i];
            variance[i] = 1 / (fit.precision()[i] + precision);
            mean[i] = variance[i] * (fit.precisionMean()[i] + precision * prior.mean()[i]);
        }
        return new EpisodeGaussian(mean, variance);
    }

    @Override
    @Equation(paper = "arXiv:2306.09702", number = "expected KL")
    public double expectedKlNats(NormalInverseWishart belief, EpisodeGaussian local) {
        double n = belief.degrees();
        double perCoordinate = -Math.log(2) - Gamma.digamma(n / 2) - 1 + 1 / belief.strength();
        double sum = 0;
        for (int i = 0; i < local.dimension(); i++) {
            double scale = belief.scale()[i];
            double variance = local.covariance()[i];
            double deviation = local.mean()[i] - belief.mean()[i];
            sum += perCoordinate + Math.log(scale / variance) + n / scale * (variance + deviation * deviation);
        }
        return 0.5 * sum;
    }

    @Override
    public double[] root(EpisodeGaussian local) {
        double[] sd = local.covariance().clone();
        for (int i = 0; i < sd.length; i++) {
            sd[i] = Math.sqrt(sd[i]);
        }
        return sd;
    }

    @Override
    public double[] at(EpisodeGaussian local, double[] root, double[] noise) {
        double[] theta = local.mean().clone();
        for (int i = 0; i < theta.length; i++) {
            theta[i] += root[i] * noise[i];
        }
        return theta;
    }

    @Override
    public void addCovarianceGradient(double[] root, double[] noise, double[] gradient, double weight, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += weight * 0.5 * noise[i] / root[i] * gradient[i];
        }
    }

    @Override
    @Equation(paper = "arXiv:2306.09702", number = "global gradient")
    public GlobalGradient gradient(
            EpisodeGaussian prior,
            EpisodeGaussian local,
            Quadratic fit,
            double[] meanGradient,
            double[] covarianceGradient,
            double kl) {
        int d = prior.dimension();
        double[] mean = new double[d];
        double[] spread = new double[d];
        for (int i = 0; i < d; i++) {
            double precision = 1 / prior.covariance()[i];
            double v = local.covariance()[i];
            double deviation = local.mean()[i] - prior.mean()[i];
            // With respect to m and V, the divergence included: ½(Λ − V⁻¹) = −½ A.
            double a = meanGradient[i] + kl * precision * deviation;
            double b = covarianceGradient[i] - kl * 0.5 * fit.precision()[i];
            mean[i] = precision * (v * a - kl * deviation);
            double direct = kl * 0.5 * (precision - precision * precision * (v + deviation * deviation));
            double through = precision * precision * (v * a * deviation + v * v * b);
            spread[i] = direct + through;
        }
        return new GlobalGradient(mean, spread);
    }

    @Override
    public double[] moved(double[] covariance, double[] step) {
        double[] moved = covariance.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] *= Math.exp(2 * step[i]);
        }
        return moved;
    }

    /** ½ log S. */
    @Override
    public double[] inCoordinates(double[] covariance, double[] gradient) {
        double[] byLogSd = gradient.clone();
        for (int i = 0; i < byLogSd.length; i++) {
            byLogSd[i] *= 2 * covariance[i];
        }
        return byLogSd;
    }

    @Override
    public double[] secondMoment(EpisodeGaussian local, double[] centre) {
        double[] moment = local.covariance().clone();
        for (int i = 0; i < moment.length; i++) {
            double deviation = local.mean()[i] - centre[i];
            moment[i] += deviation * deviation;
        }
        return moment;
    }

    @Override
    public EpisodeGaussian reweighted(EpisodeGaussian scale, double degrees, EpisodeGaussian local) {
        double[] moment = secondMoment(local, scale.mean());
        double[] variance = scale.covariance().clone();
        for (int i = 0; i < variance.length; i++) {
            variance[i] *= (degrees + moment[i] / variance[i]) / (degrees + 1);
        }
        return new EpisodeGaussian(scale.mean(), variance);
    }
}
