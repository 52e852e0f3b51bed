package io.elbo4j.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.family.Family;
import io.elbo4j.family.Posterior;
import io.elbo4j.math.Key;
import org.junit.jupiter.api.Test;

/**
 * Laws of a {@link Family}.
 *
 * @param <Q> the posterior
 */
public abstract class FamilyContract<Q extends Posterior> {

    private static final int DRAWS = 40_000;
    /** Standard errors; one in 150 000 for a single comparison, and the keys are fixed. */
    private static final double Z = 4.5;

    /** The family under test. */
    protected abstract Family<Q> family();

    /** Some posterior, a function of the seed. */
    protected abstract Q posterior(long seed);

    /** Its coordinates in the family's order. */
    protected abstract double[] coordinates(Q q);

    /** The posterior with other coordinates. */
    protected abstract Q at(Q like, double[] coordinates);

    /** Exact covariance of θ, {@code [D, D]}. */
    protected abstract double[] covariance(Q q);

    /** Exact entropy over the active parameters that are not points, nats. */
    protected abstract double entropyNats(Q q);

    @Test
    void posterior_isEqualByValue() {
        assertEquals(posterior(1), posterior(1));
        assertEquals(posterior(1).hashCode(), posterior(1).hashCode());
        assertNotEquals(posterior(1), posterior(2));
    }

    @Test
    void draw_isAFunctionOfItsKey() {
        Q q = posterior(1);
        assertArrayEquals(draw(q, 5), draw(q, 5));
        assertArrayEquals(q.draw(Key.of(5)), draw(q, 5));
        assertTrue(!java.util.Arrays.equals(draw(q, 5), draw(q, 6)));
        assertEquals(q.dimension(), draw(q, 5).length);
    }

    @Test
    void draws_haveThePosteriorsMoments() {
        Forall.seeds(3, seed -> {
            Q q = posterior(seed);
            int d = q.dimension();
            float[] mean = q.meanTheta();
            double[] covariance = covariance(q);
            double[] first = new double[d];
            double[] second = new double[d * d];
            for (int s = 0; s < DRAWS; s++) {
                float[] theta = q.draw(Key.of(seed).fold(s));
                for (int i = 0; i < d; i++) {
                    first[i] += (theta[i] - mean[i]) / DRAWS;
                    for (int j = 0; j < d; j++) {
                        second[i * d + j] += (theta[i] - mean[i]) * (double) (theta[j] - mean[j]) / DRAWS;
                    }
                }
            }
            for (int i = 0; i < d; i++) {
                assertEquals(0, first[i], Z * Math.sqrt(covariance[i * d + i] / DRAWS) + 1e-9, "mean of " + i);
                for (int j = 0; j < d; j++) {
                    double product = covariance[i * d + i] * covariance[j * d + j];
                    double spread = product + covariance[i * d + j] * covariance[i * d + j];
                    assertEquals(
                            covariance[i * d + j],
                            second[i * d + j],
                            Z * Math.sqrt(spread / DRAWS) + 1e-12,
                            "covariance of " + i + " and " + j);
                }
            }
        });
    }

    @Test
    void logDensity_averagesToMinusTheEntropy() {
        Forall.seeds(3, seed -> {
            Q q = posterior(seed);
            double sum = 0;
            double squares = 0;
            for (int s = 0; s < DRAWS; s++) {
                double value =
                        family().logDensityNats(q, q.draw(Key.of(seed + 100).fold(s)));
                sum += value / DRAWS;
                squares += value * value / DRAWS;
            }
            double error = Math.sqrt((squares - sum * sum) / DRAWS);
            assertEquals(-entropyNats(q), sum, Z * error + 1e-6);
        });
    }

    @Test
    void pullback_equalsFiniteDifferences() {
        Forall.seeds(5, seed -> {
            Q q = posterior(seed);
            Key key = Key.of(seed).fold(7);
            Family.Draw draw = family().draw(q, key);
            float[] thetaGradient = new float[q.dimension()];
            for (int i = 0; i < thetaGradient.length; i++) {
                thetaGradient[i] = (float) (slope(i) + curve(i) * draw.theta()[i]);
            }
            double[] pulled = family().pullback(q, draw, thetaGradient);
            double[] coordinates = coordinates(q);
            assertEquals(coordinates.length, pulled.length);
            for (int c = 0; c < coordinates.length; c++) {
                if (Double.isFinite(coordinates[c])) {
                    double h = 1e-2;
                    double[] up = coordinates.clone();
                    double[] down = coordinates.clone();
                    up[c] += h;
                    down[c] -= h;
                    double expected = (value(at(q, up), key) - value(at(q, down), key)) / (2 * h);
                    assertEquals(expected, pulled[c], 1e-3 + 1e-3 * Math.abs(expected), "coordinate " + c);
                } else {
                    assertEquals(0, pulled[c], 0, "coordinate of a point " + c);
                }
            }
        });
    }

    private float[] draw(Q q, long seed) {
        return family().draw(q, Key.of(seed)).theta();
    }

    private double value(Q q, Key key) {
        float[] theta = family().draw(q, key).theta();
        double value = 0;
        for (int i = 0; i < theta.length; i++) {
            value += slope(i) * theta[i] + 0.5 * curve(i) * theta[i] * theta[i];
        }
        return value;
    }

    private static double slope(int index) {
        return Math.sin(1 + index);
    }

    private static double curve(int index) {
        return Math.cos(2 + 3 * index);
    }
}
