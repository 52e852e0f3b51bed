package io.elbo4j.models.hmc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

class HmcTest {

    private static final double[] MEAN = {0.7, -1.3};
    private static final double[] COVARIANCE = {1.2, 0.6, 0.6, 0.5};
    private static final LogDensity NORMAL =
            new NormalMixture(List.of(NormalMixture.Component.of(1, MEAN, COVARIANCE)));

    @Test
    void draws_haveTheMomentsOfTheTarget() {
        Forall.seeds(3, seed -> {
            Hmc.Chain chain = new Hmc(0.25, 8).run(NORMAL, new double[2], 200, 4000, 1, Key.of(seed));
            assertTrue(chain.acceptance() > 0.8, "acceptance " + chain.acceptance());
            for (int d = 0; d < 2; d++) {
                int coordinate = d;
                double[] series =
                        chain.draws().stream().mapToDouble(x -> x[coordinate]).toArray();
                double[] squares = chain.draws().stream()
                        .mapToDouble(x -> Math.pow(x[coordinate] - MEAN[coordinate], 2))
                        .toArray();
                double variance = COVARIANCE[3 * d];
                assertEquals(MEAN[d], mean(series), 4.5 * Math.sqrt(variance / EffectiveSize.of(series)));
                assertEquals(
                        variance, mean(squares), 4.5 * Math.sqrt(2 * variance * variance / EffectiveSize.of(squares)));
            }
        });
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void leapfrog_turnedRound_comesBack() {
        Hmc hmc = new Hmc(0.1, 13);
        double[] theta = {0.2, 0.4};
        Hmc.Phase from = new Hmc.Phase(theta, new double[] {1.1, -0.3}, NORMAL.at(theta));
        Hmc.Phase to = hmc.leapfrog(NORMAL, from);
        double[] turned = {-to.momentum()[0], -to.momentum()[1]};
        Hmc.Phase back = hmc.leapfrog(NORMAL, new Hmc.Phase(to.theta(), turned, to.slope()));
        assertArrayEquals(theta, back.theta(), 1e-12);
        assertArrayEquals(new double[] {-1.1, 0.3}, back.momentum(), 1e-12);
    }

    /** The error of the energy is of second order: half the step over the same time, a quarter of the error. */
    @Test
    void leapfrog_keepsTheEnergyToSecondOrder() {
        double[] theta = {0.2, 0.4};
        Hmc.Phase from = new Hmc.Phase(theta, new double[] {1.1, -0.3}, NORMAL.at(theta));
        double coarse = new Hmc(0.04, 25).leapfrog(NORMAL, from).logJoint() - from.logJoint();
        double fine = new Hmc(0.02, 50).leapfrog(NORMAL, from).logJoint() - from.logJoint();
        assertEquals(4, coarse / fine, 0.2);
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Hmc(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Hmc(1, 0));
    }

    /** An autoregressive series with coefficient a is worth (1 − a) / (1 + a) of its length. */
    @Test
    void effectiveSize_ofAnAutoregression_isTheKnownPart() {
        Forall.seeds(3, seed -> {
            for (double a : new double[] {0, 0.5, 0.9}) {
                double[] series = new double[40_000];
                for (int i = 1; i < series.length; i++) {
                    series[i] = a * series[i - 1] + Key.of(seed).gaussian(i);
                }
                assertEquals(
                        (1 - a) / (1 + a), EffectiveSize.of(series) / series.length, 0.15 * (1 - a) / (1 + a) + 0.005);
            }
        });
        assertEquals(1, EffectiveSize.of(new double[] {2, 2, 2}));
    }
}
