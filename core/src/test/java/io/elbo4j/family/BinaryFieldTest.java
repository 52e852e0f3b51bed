package io.elbo4j.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.math.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinaryFieldTest {

    private static final int WEIGHTS = 10;
    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new ParameterBlock("0.dense.weight", List.of(2, 4), 0, Role.WEIGHT, 4, 2, 0),
            new ParameterBlock("output.weight", List.of(1, 2), 8, Role.WEIGHT, 2, 1, 0)));

    /** Fields on a grid, so that steps of finite differences are exact in single precision. */
    private static BinaryField some(long seed, double spread, double inverseTemperature) {
        float[] field = new float[WEIGHTS];
        for (int k = 0; k < WEIGHTS; k++) {
            field[k] = (float) (Math.rint(spread * Key.of(seed).gaussian(k) * 1024) / 1024);
        }
        return BinaryField.undecided(LAYOUT, inverseTemperature).with(field);
    }

    private static double probability(BinaryField q, int k, int sign) {
        double plus = Math.exp(q.inverseTemperature() * q.field()[k]);
        return (sign > 0 ? plus : 1 / plus) / (plus + 1 / plus);
    }

    @Test
    void momentsAndDivergence_areThoseOfAllNetworks() {
        Forall.seeds(5, seed -> {
            BinaryField q = some(seed, 1, 1.5);
            BinaryField prior = some(seed + 100, 1, 0.8);
            double[] mean = new double[WEIGHTS];
            double[] square = new double[WEIGHTS];
            double kl = 0;
            for (int network = 0; network < 1 << WEIGHTS; network++) {
                double p = 1;
                double before = 1;
                for (int k = 0; k < WEIGHTS; k++) {
                    int sign = (network >> k & 1) == 0 ? -1 : 1;
                    p *= probability(q, k, sign);
                    before *= probability(prior, k, sign);
                }
                kl += p * Math.log(p / before);
                for (int k = 0; k < WEIGHTS; k++) {
                    double weight = ((network >> k & 1) == 0 ? -1 : 1) / Math.sqrt(k < 8 ? 4 : 2);
                    mean[k] += p * weight;
                    square[k] += p * weight * weight;
                }
            }
            assertEquals(kl, q.klNats(prior), 1e-12 * kl);
            BinaryField.Moments moments = q.moments();
            for (int k = 0; k < WEIGHTS; k++) {
                assertEquals(mean[k], moments.mean()[k], 1e-6);
                assertEquals(square[k] - mean[k] * mean[k], moments.variance()[k], 1e-6);
            }
            assertEquals(0, q.klNats(q), 1e-15);
        });
    }

    @Test
    void klGradient_isThatOfFiniteDifferences_andOfTheFormula() {
        Forall.seeds(5, seed -> {
            BinaryField q = some(seed, 1.5, 1.25);
            BinaryField prior = some(seed + 100, 1.5, seed % 2 == 0 ? 1.25 : 0.5);
            double[] gradient = q.klGradient(prior);
            for (int k = 0; k < WEIGHTS; k++) {
                double h = 1.0 / 128;
                double expected = (8 * (moved(q, k, h, prior) - moved(q, k, -h, prior))
                                - (moved(q, k, 2 * h, prior) - moved(q, k, -2 * h, prior)))
                        / (12 * h);
                assertEquals(expected, gradient[k], 1e-6);
                if (q.inverseTemperature() == prior.inverseTemperature()) {
                    double beta = q.inverseTemperature();
                    double tanh = Math.tanh(beta * q.field()[k]);
                    double formula = beta * beta * (q.field()[k] - prior.field()[k]) * (1 - tanh * tanh);
                    assertEquals(formula, gradient[k], 1e-6);
                }
            }
        });
    }

    private static double moved(BinaryField q, int k, double by, BinaryField prior) {
        float[] field = q.field().clone();
        field[k] += (float) by;
        return q.with(field).klNats(prior);
    }

    @Test
    void pullback_isTheChainRule() {
        BinaryField q = some(3, 1, 1.25);
        float[] ofMean = new float[WEIGHTS];
        float[] ofVariance = new float[WEIGHTS];
        Key.of(4).gaussians(ofMean);
        Key.of(5).gaussians(ofVariance);
        double[] gradient = q.pullback(q.moments(), ofMean, ofVariance);
        for (int k = 0; k < WEIGHTS; k++) {
            double h = 1e-5;
            double expected = (value(q, k, h, ofMean, ofVariance) - value(q, k, -h, ofMean, ofVariance)) / (2 * h);
            assertEquals(expected, gradient[k], 1e-6);
        }
    }

    private static double value(BinaryField q, int k, double by, float[] ofMean, float[] ofVariance) {
        double scale = 1 / Math.sqrt(k < 8 ? 4 : 2);
        double tanh = Math.tanh(q.inverseTemperature() * (q.field()[k] + by));
        return ofMean[k] * scale * tanh + ofVariance[k] * scale * scale * (1 - tanh * tanh);
    }

    @Test
    void decidedWeights_giveNumbers_andFeelNoForce() {
        for (double inverseTemperature : new double[] {1, 10}) {
            for (float sign : new float[] {-1, 1}) {
                float[] far = new float[WEIGHTS];
                float[] near = new float[WEIGHTS];
                for (int k = 0; k < WEIGHTS; k++) {
                    far[k] = 50 * (k % 2 == 0 ? sign : -sign);
                    near[k] = k - 5;
                }
                BinaryField q =
                        BinaryField.undecided(LAYOUT, inverseTemperature).with(far);
                BinaryField other = q.with(near);
                for (BinaryField prior : List.of(other, q, q.with(new float[WEIGHTS]))) {
                    assertTrue(Double.isFinite(q.klNats(prior)) && q.klNats(prior) >= 0);
                    assertTrue(Double.isFinite(prior.klNats(q)) && prior.klNats(q) >= 0);
                    for (double pull : q.klGradient(prior)) {
                        assertEquals(0, pull, 1e-30);
                    }
                }
                // The prior was sure of the opposite: 2β·50 nats a weight where q is sure too.
                float[] opposite = new float[WEIGHTS];
                for (int k = 0; k < WEIGHTS; k++) {
                    opposite[k] = -far[k];
                }
                assertEquals(WEIGHTS * 2 * inverseTemperature * 50, q.klNats(q.with(opposite)), 1e-9);
                float[] ones = new float[WEIGHTS];
                java.util.Arrays.fill(ones, 1f);
                for (double force : q.pullback(q.moments(), ones, ones)) {
                    assertEquals(0, force, 1e-30);
                }
                for (float value : q.draw(Key.of(1))) {
                    assertTrue(Float.isFinite(value));
                }
            }
        }
    }

    @Test
    void draws_areOfTwoValues_withTheirProbability() {
        BinaryField q = some(7, 0.7, 1);
        int draws = 20_000;
        int[] plus = new int[WEIGHTS];
        for (int d = 0; d < draws; d++) {
            float[] theta = q.draw(Key.of(9).fold(d));
            for (int k = 0; k < WEIGHTS; k++) {
                assertEquals(k < 8 ? 0.5f : (float) Math.sqrt(0.5), Math.abs(theta[k]));
                plus[k] += theta[k] > 0 ? 1 : 0;
            }
        }
        for (int k = 0; k < WEIGHTS; k++) {
            double p = probability(q, k, 1);
            assertEquals(p, plus[k] / (double) draws, 4.5 * Math.sqrt(p * (1 - p) / draws));
        }
    }

    @Test
    void retold_isTheSameBelief() {
        BinaryField q = some(11, 1, 0.5);
        BinaryField other = q.retold(4);
        assertEquals(4, other.inverseTemperature());
        assertEquals(0, q.klNats(other), 1e-10);
        assertTrue(q.klNats(q.at(4)) > 0.1);
    }

    @Test
    void bits_areTheSignsOfTheWeights_thereAndBack() {
        BinaryField q = some(13, 1, 1);
        float[] theta = q.draw(Key.of(2));
        String bits = BinaryWeights.hex(theta, 0, 8);
        assertEquals(2, bits.length());
        String rest = BinaryWeights.hex(theta, 8, 10);
        float[] back = new float[WEIGHTS];
        BinaryWeights.read(bits, 0.5f, back, 0, 8);
        BinaryWeights.read(rest, (float) Math.sqrt(0.5), back, 8, 10);
        assertArrayEquals(theta, back);
        assertEquals("05", BinaryWeights.hex(new float[] {1, -1, 1}, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> BinaryWeights.read("05", 1, new float[9], 0, 9));
    }

    @Test
    void otherShapes_areRefused_withBoth() {
        ParameterLayout biased = new ParameterLayout(List.of(
                new ParameterBlock("0.dense.weight", List.of(2, 2), 0, Role.WEIGHT, 2, 2, 0),
                new ParameterBlock("0.dense.bias", List.of(2), 4, Role.POINT, 1, 1, 0)));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> BinaryField.undecided(biased, 1))
                .toString()
                .contains("block=0.dense.bias"));
        BinaryField q = some(1, 1, 1);
        BinaryField other = new BinaryField(new float[WEIGHTS], 1, new int[] {4, 10}, new float[] {1, 1});
        String error = assertThrows(IllegalArgumentException.class, () -> q.klNats(other))
                .toString();
        assertTrue(error.contains("ends=[8, 10]") && error.contains("otherEnds=[4, 10]"), error);
        assertThrows(IllegalArgumentException.class, () -> q.at(0));
    }
}
