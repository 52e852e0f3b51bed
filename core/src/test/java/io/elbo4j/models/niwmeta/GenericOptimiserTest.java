package io.elbo4j.models.niwmeta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.conjugate.Bfgs;
import io.elbo4j.conjugate.Forall;
import io.elbo4j.family.NiwStatistics;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;

/** The closed forms are where an optimiser ends that knows nothing but the bound. */
class GenericOptimiserTest {

    /** Over mean and factor of the covariance: E[l] + expected KL, l = ½ θᵀAθ − hᵀθ. */
    @Test
    void localPosterior_isTheLeastOfLossAndExpectedKl() {
        Forall.seeds(5, seed -> {
            double[] scale = {9 + uniform(seed, 1), 2 * uniform(seed, 2), 0, 7 + uniform(seed, 3)};
            scale[2] = scale[1];
            NormalInverseWishart belief =
                    new NormalInverseWishart(2.5, new double[] {gaussian(seed, 4), gaussian(seed, 5)}, scale, 6);
            double[] a = {1 + uniform(seed, 6), 0.4, 0.4, 0.5 + uniform(seed, 7)};
            Quadratic fit = new Quadratic(a, new double[] {gaussian(seed, 8), gaussian(seed, 9)});
            double[] found = Bfgs.least(
                    x -> loss(fit, normal(x)) + FullShape.INSTANCE.expectedKlNats(belief, normal(x)), new double[5]);
            EpisodeGaussian closed = FullShape.INSTANCE.local(EpisodeGaussian.expected(belief), fit);
            for (int i = 0; i < 2; i++) {
                assertEquals(closed.mean()[i], normal(found).mean()[i], 1e-5, "mean " + i);
            }
            for (int i = 0; i < 4; i++) {
                assertEquals(closed.covariance()[i], normal(found).covariance()[i], 1e-5, "covariance " + i);
            }
        });
    }

    /** Over all four numbers of a coordinate's belief: Σ expected KL of the episodes + KL from the prior. */
    @Test
    void globalUpdate_isTheLeastOfTheWholeBound() {
        Forall.seeds(5, seed -> {
            NormalInverseWishart prior = new NormalInverseWishart(
                    1.5, new double[] {gaussian(seed, 1)}, new double[] {2 + uniform(seed, 2)}, 3);
            EpisodeGaussian[] locals = new EpisodeGaussian[6];
            NiwStatistics members = NiwStatistics.NONE;
            for (int i = 0; i < locals.length; i++) {
                locals[i] = new EpisodeGaussian(
                        new double[] {2 * gaussian(seed, 10 + i)}, new double[] {0.1 + uniform(seed, 20 + i)});
                members = members.plus(NiwStatistics.of(locals[i].mean(), locals[i].covariance()));
            }
            double[] found = Bfgs.least(
                    x -> {
                        NormalInverseWishart belief = belief(x);
                        double sum = klNats(belief, prior);
                        for (EpisodeGaussian local : locals) {
                            sum += DiagonalShape.INSTANCE.expectedKlNats(belief, local);
                        }
                        return sum;
                    },
                    new double[] {0, 1, 1, 1});
            NormalInverseWishart closed = prior.updated(members);
            NormalInverseWishart least = belief(found);
            assertEquals(closed.mean()[0], least.mean()[0], 1e-5);
            assertEquals(closed.strength(), least.strength(), 1e-5 * closed.strength());
            assertEquals(closed.scale()[0], least.scale()[0], 1e-5 * closed.scale()[0]);
            assertEquals(closed.degrees(), least.degrees(), 1e-5 * closed.degrees());
        });
    }

    private static double loss(Quadratic fit, EpisodeGaussian local) {
        double[] m = local.mean();
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            sum -= fit.precisionMean()[i] * m[i];
            for (int j = 0; j < 2; j++) {
                sum += 0.5 * fit.precision()[2 * i + j] * (m[i] * m[j] + local.covariance()[2 * i + j]);
            }
        }
        return sum;
    }

    /** By two means, two logs of the factor's diagonal, and what is below it. */
    private static EpisodeGaussian normal(double[] x) {
        double a = Math.exp(x[2]);
        double b = Math.exp(x[3]);
        double c = x[4];
        return new EpisodeGaussian(new double[] {x[0], x[1]}, new double[] {a * a, a * c, a * c, c * c + b * b});
    }

    /** By the mean and three logs. */
    private static NormalInverseWishart belief(double[] x) {
        return new NormalInverseWishart(
                Math.exp(x[1]), new double[] {x[0]}, new double[] {Math.exp(x[2])}, Math.exp(x[3]));
    }

    /** Of two normal-inverse-gamma distributions. */
    private static double klNats(NormalInverseWishart from, NormalInverseWishart to) {
        double a = from.degrees() / 2;
        double b = from.scale()[0] / 2;
        double a0 = to.degrees() / 2;
        double b0 = to.scale()[0] / 2;
        double ratio = to.strength() / from.strength();
        double apart = from.mean()[0] - to.mean()[0];
        double ofMean = 0.5 * (ratio - 1 - Math.log(ratio) + to.strength() * apart * apart * a / b);
        double ofVariance = (a - a0) * Gamma.digamma(a)
                - Gamma.logGamma(a)
                + Gamma.logGamma(a0)
                + a0 * Math.log(b / b0)
                + a * (b0 - b) / b;
        return ofMean + ofVariance;
    }

    private static double uniform(long seed, long counter) {
        return Key.of(seed).uniform(counter);
    }

    private static double gaussian(long seed, long counter) {
        return Key.of(seed).fold(1).gaussian(counter);
    }
}
