package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.PositiveDefinite;
import io.elbo4j.math.RowMajor;
import io.elbo4j.paper.Equation;

/** Full matrices, for few weights: time grows with their cube. */
enum FullShape implements Shape {
    /** The only one. */
    INSTANCE;

    /**
     * Added to the diagonal of a covariance that was moved, relative to its largest entry. Of features that nothing needs the variance falls
     * at every step, for ever, and a matrix that is nearly singular has no Cholesky factor.
     */
    private static final double RIDGE = 1e-9;

    @Override
    @Equation(paper = "arXiv:2306.09702", number = "local posterior")
    public EpisodeGaussian local(EpisodeGaussian prior, Quadratic fit) {
        // With S = LLᵀ: V = L (I + LᵀAL)⁻¹ Lᵀ and m = m₀ + V (h − A m₀), so that no inverse of S is needed, which may
        // be nearly singular.
        int d = prior.dimension();
        double[] factor = PositiveDefinite.of(prior.covariance(), d).factor();
        double[] inner = RowMajor.productOfTransposed(factor, RowMajor.product(fit.precision(), factor, d), d);
        double[] residual = RowMajor.product(fit.precision(), prior.mean(), d);
        for (int i = 0; i < d; i++) {
            inner[i * d + i] += 1;
            residual[i] = fit.precisionMean()[i] - residual[i];
            for (int j = 0; j < i; j++) {
                inner[i * d + j] = inner[j * d + i];
            }
        }
        double[] covariance = RowMajor.product(
                factor,
                RowMajor.product(PositiveDefinite.of(inner, d).inverse(), RowMajor.transposed(factor, d), d),
                d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                covariance[i * d + j] = covariance[j * d + i];
            }
        }
        double[] mean = RowMajor.product(covariance, residual, d);
        for (int i = 0; i < d; i++) {
            mean[i] += prior.mean()[i];
        }
        return new EpisodeGaussian(mean, covariance);
    }

    @Override
    @Equation(paper = "arXiv:2306.09702", number = "expected KL")
    public double expectedKlNats(NormalInverseWishart belief, EpisodeGaussian local) {
        int d = local.dimension();
        double n = belief.degrees();
        PositiveDefinite scale = PositiveDefinite.of(belief.scale(), d);
        double[] moment = secondMoment(local, belief.mean());
        double[] inverse = scale.inverse();
        double trace = 0;
        for (int i = 0; i < moment.length; i++) {
            trace += inverse[i] * moment[i];
        }
        double logScale = scale.logDeterminant() - d * Math.log(2) - Shape.multivariateDigamma(n, d);
        double logLocal = PositiveDefinite.of(local.covariance(), d).logDeterminant();
        return 0.5 * (logScale - logLocal - d + n * trace + d / belief.strength());
    }

    @Override
    public double[] root(EpisodeGaussian local) {
        return PositiveDefinite.of(local.covariance(), local.dimension()).factor();
    }

    @Override
    public double[] at(EpisodeGaussian local, double[] root, double[] noise) {
        double[] theta = RowMajor.product(root, noise, noise.length);
        for (int i = 0; i < theta.length; i++) {
            theta[i] += local.mean()[i];
        }
        return theta;
    }

    @Override
    public void addCovarianceGradient(double[] root, double[] noise, double[] gradient, double weight, double[] into) {
        int d = noise.length;
        // V⁻¹(θ − m) = L⁻ᵀ · noise, by substitution from the last row up.
        double[] solved = noise.clone();
        for (int i = d - 1; i >= 0; i--) {
            for (int k = i + 1; k < d; k++) {
                solved[i] -= root[k * d + i] * solved[k];
            }
            solved[i] /= root[i * d + i];
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                into[i * d + j] += weight * 0.25 * (solved[i] * gradient[j] + solved[j] * gradient[i]);
            }
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
        double[] precision = PositiveDefinite.of(prior.covariance(), d).inverse();
        double[] deviation = local.mean().clone();
        for (int i = 0; i < d; i++) {
            deviation[i] -= prior.mean()[i];
        }
        double[] pull = RowMajor.product(precision, deviation, d);
        double[] a = meanGradient.clone();
        double[] b = covarianceGradient.clone();
        for (int i = 0; i < d; i++) {
            a[i] += kl * pull[i];
        }
        for (int i = 0; i < b.length; i++) {
            // With respect to m and V, the divergence included: ½(Λ − V⁻¹) = −½ A.
            b[i] -= kl * 0.5 * fit.precision()[i];
        }
        double[] va = RowMajor.product(local.covariance(), a, d);
        double[] inner = RowMajor.product(RowMajor.product(local.covariance(), b, d), local.covariance(), d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                inner[i * d + j] += 0.5 * (va[i] * deviation[j] + va[j] * deviation[i])
                        - kl * 0.5 * (local.covariance()[i * d + j] + deviation[i] * deviation[j]);
            }
        }
        double[] bySpread = RowMajor.product(RowMajor.product(precision, inner, d), precision, d);
        for (int i = 0; i < bySpread.length; i++) {
            bySpread[i] += kl * 0.5 * precision[i];
        }
        double[] mean = RowMajor.product(precision, va, d);
        for (int i = 0; i < d; i++) {
            mean[i] -= kl * pull[i];
        }
        return new GlobalGradient(mean, bySpread);
    }

    @Override
    public double[] moved(double[] covariance, double[] step) {
        int d = (int) Math.round(Math.sqrt(covariance.length));
        double[] factor = PositiveDefinite.of(covariance, d).factor();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                int at = i * d + j;
                factor[at] = i == j ? factor[at] * Math.exp(step[at]) : factor[at] + step[at];
            }
        }
        double[] moved = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k <= Math.min(i, j); k++) {
                    moved[i * d + j] += factor[i * d + k] * factor[j * d + k];
                }
            }
        }
        double largest = 0;
        for (int i = 0; i < d; i++) {
            largest = Math.max(largest, moved[i * d + i]);
        }
        for (int i = 0; i < d; i++) {
            moved[i * d + i] += RIDGE * largest;
        }
        return moved;
    }

    /** The lower factor C with S = C·Cᵀ, its diagonal by logarithms. */
    @Override
    public double[] inCoordinates(double[] covariance, double[] gradient) {
        int d = (int) Math.round(Math.sqrt(covariance.length));
        double[] factor = PositiveDefinite.of(covariance, d).factor();
        double[] byFactor = RowMajor.product(gradient, factor, d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                byFactor[i * d + j] *= j > i ? 0 : 2 * (i == j ? factor[i * d + i] : 1);
            }
        }
        return byFactor;
    }

    @Override
    public double[] secondMoment(EpisodeGaussian local, double[] centre) {
        int d = local.dimension();
        double[] moment = local.covariance().clone();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                moment[i * d + j] += (local.mean()[i] - centre[i]) * (local.mean()[j] - centre[j]);
            }
        }
        return moment;
    }

    @Override
    public EpisodeGaussian reweighted(EpisodeGaussian scale, double degrees, EpisodeGaussian local) {
        int d = scale.dimension();
        double[] inverse = PositiveDefinite.of(scale.covariance(), d).inverse();
        double[] moment = secondMoment(local, scale.mean());
        double distance = 0;
        for (int i = 0; i < moment.length; i++) {
            distance += inverse[i] * moment[i];
        }
        double[] covariance = scale.covariance().clone();
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] *= (degrees + distance) / (degrees + d);
        }
        return new EpisodeGaussian(scale.mean(), covariance);
    }
}
