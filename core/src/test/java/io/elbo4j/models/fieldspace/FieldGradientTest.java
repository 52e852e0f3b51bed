package io.elbo4j.models.fieldspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.data.Batch;
import io.elbo4j.density.Categorical;
import io.elbo4j.family.BinaryField;
import io.elbo4j.math.Key;
import io.elbo4j.math.Sums;
import io.elbo4j.nn.KernelNetwork;
import io.elbo4j.nn.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The deep gradient against finite differences of the paper's forward pass, written out in double precision. */
class FieldGradientTest {

    private static final int INPUTS = 3;
    private static final int HIDDEN = 4;
    private static final int CLASSES = 3;
    private static final int ROWS = 5;
    private static final KernelNetwork NETWORK = (KernelNetwork)
            Networks.of("kernel", List.of("dense 4", "tanh"), false, "", List.of(INPUTS), new Categorical(CLASSES));

    @Test
    void gradient_isThatOfFiniteDifferences_ofTheForwardPassWrittenOut() {
        Forall.seeds(5, seed -> {
            float[] field = new float[NETWORK.layout().dimension()];
            Key.of(seed).gaussians(field);
            BinaryField q = BinaryField.undecided(NETWORK.layout(), 1.3).with(field);
            Batch batch = batch(seed);
            Key key = Key.of(seed).fold(9);
            Sums sums = new FieldGradient(NETWORK, 1).of(q, batch, key);
            double[] at = new double[field.length];
            for (int k = 0; k < at.length; k++) {
                at[k] = 1.3 * field[k];
            }
            assertEquals(logLik(at, batch, key.fold(0)), sums.logLik(), 1e-4);
            for (int k = 0; k < at.length; k++) {
                double h = 1e-4;
                double[] up = at.clone();
                double[] down = at.clone();
                up[k] += 1.3 * h;
                down[k] -= 1.3 * h;
                double expected = (logLik(up, batch, key.fold(0)) - logLik(down, batch, key.fold(0))) / (2 * h);
                assertEquals(expected, sums.arrays().get(0)[k], 1e-5 * (1 + Math.abs(expected)), "weight " + k);
            }
        });
    }

    @Test
    void samples_areAveraged() {
        float[] field = new float[NETWORK.layout().dimension()];
        Key.of(1).gaussians(field);
        BinaryField q = BinaryField.undecided(NETWORK.layout(), 1).with(field);
        Sums both = new FieldGradient(NETWORK, 2).of(q, batch(1), Key.of(2));
        Batch batch = batch(1);
        double mean = (logLik(doubles(field), batch, Key.of(2).fold(0))
                        + logLik(doubles(field), batch, Key.of(2).fold(1)))
                / 2;
        assertEquals(mean, both.logLik(), 1e-4);
        assertEquals(ROWS, both.rows());
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            doubles[k] = values[k];
        }
        return doubles;
    }

    private static Batch batch(long seed) {
        float[] features = new float[ROWS * INPUTS];
        Key.of(seed).fold(1).gaussians(features);
        return new Batch(features, new float[] {0, 1, 2, 1, 0}, INPUTS);
    }

    /** z = Σ μa/√N + v ε, v² = Σ s a²/N. */
    private static double logLik(double[] halfLogOdds, Batch batch, Key noise) {
        double[] a = doubles(batch.features().dense());
        double[] z = layer(halfLogOdds, 0, a, INPUTS, HIDDEN, noise.fold(0));
        for (int i = 0; i < z.length; i++) {
            z[i] = Math.tanh(z[i]);
        }
        double[] outputs = layer(halfLogOdds, INPUTS * HIDDEN, z, HIDDEN, CLASSES, noise.fold(2));
        double logLik = 0;
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                sum += Math.exp(outputs[row * CLASSES + c]);
            }
            logLik += outputs[row * CLASSES + (int) batch.targets()[row]] - Math.log(sum);
        }
        return logLik;
    }

    private static double[] layer(double[] halfLogOdds, int first, double[] a, int inputs, int units, Key noise) {
        float[] epsilon = new float[ROWS * units];
        noise.gaussians(epsilon);
        double[] z = new double[epsilon.length];
        for (int row = 0; row < ROWS; row++) {
            for (int unit = 0; unit < units; unit++) {
                double mean = 0;
                double variance = 0;
                for (int j = 0; j < inputs; j++) {
                    double input = a[row * inputs + j];
                    double tanh = Math.tanh(halfLogOdds[first + unit * inputs + j]);
                    mean += tanh * input / Math.sqrt(inputs);
                    variance += (1 - tanh * tanh) * input * input / inputs;
                }
                int at = row * units + unit;
                z[at] = mean + Math.sqrt(variance) * epsilon[at];
            }
        }
        return z;
    }
}
