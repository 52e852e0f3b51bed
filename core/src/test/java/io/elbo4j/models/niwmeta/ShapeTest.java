package io.elbo4j.models.niwmeta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.conjugate.GaussJordan;
import io.elbo4j.family.NormalInverseWishart;
import io.elbo4j.math.Key;
import io.elbo4j.math.PositiveDefinite;
import org.junit.jupiter.api.Test;

class ShapeTest {

    private static final int D = 3;

    @Test
    void local_equalsTheRidgePosterior() {
        Forall.seeds(10, seed -> {
            EpisodeGaussian prior = new EpisodeGaussian(vector(seed, 1), matrix(seed, 2));
            Quadratic fit = new Quadratic(matrix(seed, 3), vector(seed, 4));
            EpisodeGaussian local = FullShape.INSTANCE.local(prior, fit);
            double[] precision = GaussJordan.of(prior.covariance(), D).inverse();
            double[] rightSide = fit.precisionMean().clone();
            for (int i = 0; i < D; i++) {
                for (int j = 0; j < D; j++) {
                    rightSide[i] += precision[i * D + j] * prior.mean()[j];
                }
            }
            for (int i = 0; i < D * D; i++) {
                precision[i] += fit.precision()[i];
            }
            double[] covariance = GaussJordan.of(precision, D).inverse();
            close(covariance, local.covariance(), 1e-12);
            for (int i = 0; i < D; i++) {
                double mean = 0;
                for (int j = 0; j < D; j++) {
                    mean += covariance[i * D + j] * rightSide[j];
                }
                assertEquals(mean, local.mean()[i], 1e-12 * (1 + Math.abs(mean)));
            }
        });
    }

    @Test
    void diagonal_equalsFull_ofDiagonalMatrices() {
        Forall.seeds(10, seed -> {
            EpisodeGaussian prior = new EpisodeGaussian(vector(seed, 1), positive(seed, 2));
            Quadratic fit = new Quadratic(positive(seed, 3), vector(seed, 4));
            EpisodeGaussian wide = new EpisodeGaussian(prior.mean(), spread(prior.covariance()));
            Quadratic wideFit = new Quadratic(spread(fit.precision()), fit.precisionMean());
            EpisodeGaussian narrow = DiagonalShape.INSTANCE.local(prior, fit);
            EpisodeGaussian full = FullShape.INSTANCE.local(wide, wideFit);
            close(narrow.mean(), full.mean(), 1e-12);
            close(spread(narrow.covariance()), full.covariance(), 1e-12);
            double[] g = vector(seed, 5);
            double[] h = vector(seed, 6);
            GlobalGradient left = DiagonalShape.INSTANCE.gradient(prior, narrow, fit, g, h, 1);
            GlobalGradient right = FullShape.INSTANCE.gradient(wide, full, wideFit, g, spread(h), 1);
            close(left.mean(), right.mean(), 1e-11);
            for (int i = 0; i < D; i++) {
                double expected = left.covariance()[i];
                assertEquals(expected, right.covariance()[i * D + i], 1e-11 * (1 + Math.abs(expected)));
            }
        });
    }

    @Test
    void expectedKl_ofOneNormal_isItsMonteCarloMean() {
        Forall.seeds(2, seed -> {
            for (boolean full : new boolean[] {true, false}) {
                double degrees = 9;
                NormalInverseWishart belief = new NormalInverseWishart(
                        2.5, vector(seed, 1), full ? matrix(seed, 2) : positive(seed, 2), degrees);
                EpisodeGaussian local =
                        new EpisodeGaussian(vector(seed, 3), full ? matrix(seed, 4) : positive(seed, 4));
                double exact = Shape.of(belief).expectedKlNats(belief, local);
                int draws = 40_000;
                double sum = 0;
                double squares = 0;
                for (int s = 0; s < draws; s++) {
                    double kl = klUnderADraw(belief, local, Key.of(seed).fold(100 + s), full);
                    sum += kl;
                    squares += kl * kl;
                }
                double mean = sum / draws;
                double se = Math.sqrt((squares / draws - mean * mean) / draws);
                assertTrue(Math.abs(mean - exact) < 4 * se, "exact=" + exact + " mean=" + mean + " se=" + se);
            }
        });
    }

    @Test
    void gradient_throughTheClosedForm_equalsFiniteDifferences() {
        Forall.seeds(10, seed -> {
            for (boolean full : new boolean[] {true, false}) {
                for (double kl : new double[] {1, 0}) {
                    checkGradient(seed, full, kl);
                }
            }
        });
    }

    /** −Λ (A / (A + Λ))² (m̄ − m₀) for the divergence's term in the means: the note's preconditioned Reptile step. */
    @Test
    void gradient_ofTheMeansTerm_isAPreconditionedReptileStep() {
        Forall.seeds(10, seed -> {
            double[] spread = positive(seed, 1);
            double[] a = positive(seed, 2);
            double[] centre = vector(seed, 3);
            EpisodeGaussian prior = new EpisodeGaussian(vector(seed, 4), spread);
            double[] h = new double[D];
            for (int i = 0; i < D; i++) {
                h[i] = a[i] * centre[i];
            }
            Quadratic fit = new Quadratic(a, h);
            EpisodeGaussian local = DiagonalShape.INSTANCE.local(prior, fit);
            double[] mean = DiagonalShape.INSTANCE
                    .gradient(prior, local, fit, new double[D], new double[D], 1)
                    .mean();
            for (int i = 0; i < D; i++) {
                double precision = 1 / spread[i];
                double share = a[i] / (a[i] + precision);
                assertEquals(-precision * share * share * (centre[i] - prior.mean()[i]), mean[i], 1e-12);
            }
        });
    }

    /** What nothing needs loses its variance at every step; the closed form must survive that. */
    @Test
    void moved_downForEver_staysPositiveDefinite() {
        Forall.seeds(3, seed -> {
            double[] covariance = matrix(seed, 2);
            double[] step = {-0.5, 0, 0, 0.1, 0, 0, -0.1, 0.1, -0.3};
            for (int round = 0; round < 300; round++) {
                covariance = FullShape.INSTANCE.moved(covariance, step);
            }
            EpisodeGaussian prior = new EpisodeGaussian(vector(seed, 1), covariance);
            Quadratic fit = new Quadratic(matrix(seed, 3), vector(seed, 4));
            EpisodeGaussian local = FullShape.INSTANCE.local(prior, fit);
            double logDeterminant = PositiveDefinite.of(local.covariance(), D).logDeterminant();
            assertTrue(Double.isFinite(logDeterminant), "log determinant " + logDeterminant);
            NormalInverseWishart belief = new NormalInverseWishart(5, prior.mean(), covariance, 5);
            assertTrue(Double.isFinite(FullShape.INSTANCE.expectedKlNats(belief, local)));
        });
    }

    @Test
    void moved_byNothing_staysThere() {
        // But for the ridge.
        close(matrix(1, 1), FullShape.INSTANCE.moved(matrix(1, 1), new double[D * D]), 1e-8);
        close(positive(1, 1), DiagonalShape.INSTANCE.moved(positive(1, 1), new double[D]), 0);
    }

    /** F(m, V) = gᵀm + ½ mᵀGm + tr(HV), so that both of its gradients depend on the point. */
    private static void checkGradient(long seed, boolean full, double kl) {
        Shape shape = full ? FullShape.INSTANCE : DiagonalShape.INSTANCE;
        double[] covariance = full ? matrix(seed, 1) : positive(seed, 1);
        double[] mean = vector(seed, 2);
        Quadratic fit = new Quadratic(full ? matrix(seed, 3) : positive(seed, 3), vector(seed, 4));
        double[] g = vector(seed, 5);
        double[] h = full ? matrix(seed, 6) : positive(seed, 6);
        EpisodeGaussian prior = new EpisodeGaussian(mean, covariance);
        EpisodeGaussian local = shape.local(prior, fit);
        double[] byMean = new double[D];
        for (int i = 0; i < D; i++) {
            byMean[i] = g[i] + 2 * local.mean()[i];
        }
        GlobalGradient gradient = shape.gradient(prior, local, fit, byMean, h, kl);
        double step = 1e-5;
        for (int i = 0; i < D; i++) {
            double[] up = mean.clone();
            double[] down = mean.clone();
            up[i] += step;
            down[i] -= step;
            double expected = (loss(shape, new EpisodeGaussian(up, covariance), fit, g, h, kl)
                            - loss(shape, new EpisodeGaussian(down, covariance), fit, g, h, kl))
                    / (2 * step);
            assertEquals(expected, gradient.mean()[i], 1e-6 * (1 + Math.abs(expected)), "mean " + i);
        }
        double[] bySpread = shape.inCoordinates(covariance, gradient.covariance());
        for (int i = 0; i < covariance.length; i++) {
            double[] along = new double[covariance.length];
            along[i] = step;
            double[] up = shape.moved(covariance, along);
            along[i] = -step;
            double[] down = shape.moved(covariance, along);
            double expected = (loss(shape, new EpisodeGaussian(mean, up), fit, g, h, kl)
                            - loss(shape, new EpisodeGaussian(mean, down), fit, g, h, kl))
                    / (2 * step);
            assertEquals(expected, bySpread[i], 1e-6 * (1 + Math.abs(expected)), "spread " + i);
        }
    }

    private static double loss(Shape shape, EpisodeGaussian prior, Quadratic fit, double[] g, double[] h, double kl) {
        EpisodeGaussian local = shape.local(prior, fit);
        double degrees = 8;
        double[] scale = prior.covariance().clone();
        for (int i = 0; i < scale.length; i++) {
            scale[i] *= degrees;
        }
        double sum = kl * shape.expectedKlNats(new NormalInverseWishart(1e9, prior.mean(), scale, degrees), local);
        for (int i = 0; i < D; i++) {
            sum += g[i] * local.mean()[i] + local.mean()[i] * local.mean()[i];
        }
        for (int i = 0; i < h.length; i++) {
            sum += h[i] * local.covariance()[i];
        }
        return sum;
    }

    /** KL(local ‖ N(μ, Σ)) at one draw of (μ, Σ): an inverse Wishart by the sum of outer products, independent of the code's own. */
    private static double klUnderADraw(NormalInverseWishart belief, EpisodeGaussian local, Key key, boolean full) {
        int n = (int) belief.degrees();
        if (!full) {
            double sum = 0;
            for (int i = 0; i < D; i++) {
                double chi = 0;
                for (int j = 0; j < n; j++) {
                    chi += Math.pow(key.fold(i).gaussian(j), 2);
                }
                double variance = belief.scale()[i] / chi;
                double mu = belief.mean()[i]
                        + Math.sqrt(variance / belief.strength()) * key.fold(i).gaussian(n);
                double v = local.covariance()[i];
                sum += 0.5 * (Math.log(variance / v) - 1 + (v + Math.pow(local.mean()[i] - mu, 2)) / variance);
            }
            return sum;
        }
        double[] root = PositiveDefinite.of(GaussJordan.of(belief.scale(), D).inverse(), D)
                .factor();
        double[] precision = new double[D * D];
        for (int j = 0; j < n; j++) {
            double[] x = times(root, normals(key.fold(j)));
            for (int i = 0; i < D * D; i++) {
                precision[i] += x[i / D] * x[i % D];
            }
        }
        double[] sigma = GaussJordan.of(precision, D).inverse();
        double[] deviation = times(PositiveDefinite.of(symmetric(sigma), D).factor(), normals(key.fold(n)));
        double sum = -D;
        for (int i = 0; i < D; i++) {
            deviation[i] = local.mean()[i] - belief.mean()[i] - deviation[i] / Math.sqrt(belief.strength());
        }
        for (int i = 0; i < D * D; i++) {
            sum += precision[i] * (local.covariance()[i] + deviation[i / D] * deviation[i % D]);
        }
        return 0.5
                * (sum
                        - PositiveDefinite.of(symmetric(precision), D).logDeterminant()
                        - PositiveDefinite.of(local.covariance(), D).logDeterminant());
    }

    private static double[] times(double[] lower, double[] x) {
        double[] y = new double[D];
        for (int i = 0; i < D; i++) {
            for (int j = 0; j <= i; j++) {
                y[i] += lower[i * D + j] * x[j];
            }
        }
        return y;
    }

    private static double[] symmetric(double[] matrix) {
        double[] even = new double[D * D];
        for (int i = 0; i < D * D; i++) {
            even[i] = 0.5 * (matrix[i] + matrix[i % D * D + i / D]);
        }
        return even;
    }

    private static double[] normals(Key key) {
        double[] x = new double[D];
        for (int i = 0; i < D; i++) {
            x[i] = key.gaussian(i);
        }
        return x;
    }

    private static double[] vector(long seed, int number) {
        return normals(Key.of(seed).fold(number));
    }

    private static double[] positive(long seed, int number) {
        double[] x = vector(seed, number);
        for (int i = 0; i < D; i++) {
            x[i] = 0.3 + x[i] * x[i];
        }
        return x;
    }

    private static double[] matrix(long seed, int number) {
        double[] matrix = spread(positive(seed, number));
        for (int k = 0; k < D; k++) {
            double[] x = normals(Key.of(seed).fold(number).fold(k));
            for (int i = 0; i < D * D; i++) {
                matrix[i] += x[i / D] * x[i % D] / D;
            }
        }
        return matrix;
    }

    private static double[] spread(double[] diagonal) {
        double[] matrix = new double[D * D];
        for (int i = 0; i < D; i++) {
            matrix[i * D + i] = diagonal[i];
        }
        return matrix;
    }

    private static void close(double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * (1 + Math.abs(expected[i])), "number " + i);
        }
    }
}
