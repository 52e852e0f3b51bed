package io.elbo4j.models.fieldspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.family.BinaryField;
import io.elbo4j.math.Key;
import org.junit.jupiter.api.Test;

class PerceptronTest {

    private static final int INPUTS = 12;

    private static Batch patterns(long seed, int rows) {
        float[] inputs = new float[rows * INPUTS];
        float[] labels = new float[rows];
        Key.of(seed).fold(1).signs(inputs);
        Key.of(seed).fold(2).signs(labels);
        return new Batch(inputs, labels, INPUTS);
    }

    private static Perceptron some(long seed, double spread) {
        double[] field = new double[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            field[i] = spread * Key.of(seed).gaussian(i);
        }
        return new Perceptron(field, 1.2);
    }

    /** The sum's mean and variance are exact; the normal in its place is as good as twelve weights make it. */
    @Test
    void probability_isNearThatOfAllPerceptrons_whoseMomentsItHas() {
        Forall.seeds(5, seed -> {
            Perceptron q = some(seed, 0.4);
            Batch row = patterns(seed, 1);
            double mean = 0;
            double square = 0;
            double right = 0;
            for (int network = 0; network < 1 << INPUTS; network++) {
                double p = 1;
                double sum = 0;
                for (int i = 0; i < INPUTS; i++) {
                    int sign = (network >> i & 1) == 0 ? -1 : 1;
                    double x = q.inverseTemperature() * q.field()[i];
                    p *= Math.exp(sign * x) / (2 * Math.cosh(x));
                    sum += sign * row.features().dense()[i];
                }
                mean += p * sum;
                square += p * sum * sum;
                // A sum of 0 has no sign: half a point.
                right += sum == 0 ? p / 2 : sum * row.targets()[0] > 0 ? p : 0;
            }
            double sumOfMeans = 0;
            double variance = 0;
            for (int i = 0; i < INPUTS; i++) {
                sumOfMeans += q.mean()[i] * row.features().dense()[i];
                variance += BinaryField.variance(q.inverseTemperature() * q.field()[i]);
            }
            assertEquals(mean, sumOfMeans, 1e-12);
            assertEquals(square - mean * mean, variance, 1e-12);
            double byNormal = Math.exp(q.at(row).logLikSum());
            assertEquals(right, byNormal, 0.01);
            assertEquals(Math.exp(Perceptron.logTail(-row.targets()[0] * mean / Math.sqrt(variance))), byNormal, 1e-12);
        });
    }

    @Test
    void gradient_isThatOfFiniteDifferences() {
        Forall.seeds(5, seed -> {
            Perceptron q = some(seed, 1);
            Batch rows = patterns(seed, 7);
            double[] gradient = q.at(rows).gradient();
            for (int i = 0; i < INPUTS; i++) {
                double h = 1e-5;
                double expected = (moved(q, i, h, rows) - moved(q, i, -h, rows)) / (2 * h);
                assertEquals(expected, gradient[i], 1e-6 * Math.max(1, Math.abs(expected)));
            }
        });
    }

    private static double moved(Perceptron q, int i, double by, Batch rows) {
        double[] field = q.field().clone();
        field[i] += by;
        return new Perceptron(field, q.inverseTemperature()).at(rows).logLikSum();
    }

    @Test
    void tail_isExact_whereItsFormsMeetAndFarOut() {
        assertEquals(Math.log(0.5), Perceptron.logTail(0), 1e-15);
        assertEquals(-53.23128515051247, Perceptron.logTail(10), 1e-12);
        assertEquals(Perceptron.logTail(5 - 1e-9), Perceptron.logTail(5), 1e-8);
        assertEquals(Perceptron.hazard(5 - 1e-9), Perceptron.hazard(5), 1e-8);
        for (double u : new double[] {-30, -3, -0.5, 0.5, 3, 4.9, 5.1, 30}) {
            double h = 1e-5;
            double slope = (Perceptron.logTail(u + h) - Perceptron.logTail(u - h)) / (2 * h);
            assertEquals(-slope, Perceptron.hazard(u), 1e-6, "u=" + u);
        }
        assertTrue(Double.isFinite(Perceptron.logTail(1e8)));
    }

    @Test
    void decidedWeights_giveNumbers_andFeelNoForce() {
        double[] field = new double[INPUTS];
        java.util.Arrays.fill(field, 50);
        Perceptron.Fit fit = new Perceptron(field, 10).at(patterns(1, 20));
        assertTrue(Double.isFinite(fit.logLikSum()));
        for (double force : fit.gradient()) {
            assertEquals(0, force, 1e-30);
        }
    }
}
