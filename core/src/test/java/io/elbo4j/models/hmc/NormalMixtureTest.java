package io.elbo4j.models.hmc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalMixtureTest {

    /** Two clouds, one of a third of the draws. */
    private static List<double[]> draws(int count, Key key) {
        List<double[]> draws = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double middle = i % 3 == 0 ? -3 : 2;
            draws.add(new double[] {middle + 0.5 * key.gaussian(2L * i), 1 - middle + 0.8 * key.gaussian(2L * i + 1)});
        }
        return draws;
    }

    @Test
    void fit_findsTheClouds() {
        Forall.seeds(3, seed -> {
            NormalMixture fitted = NormalMixture.chosen(draws(1200, Key.of(seed)), List.of(1, 2, 3), Key.of(seed));
            assertTrue(fitted.components().size() >= 2);
            double share = fitted.components().stream()
                    .filter(component -> component.mean()[0] < 0)
                    .mapToDouble(component -> Math.exp(component.logWeight()))
                    .sum();
            assertEquals(1.0 / 3, share, 0.04);
        });
    }

    @Test
    void expectationMaximisation_neverLosesDensity() {
        List<double[]> draws = draws(300, Key.of(4));
        NormalMixture one = NormalMixture.fit(draws, 1, Key.of(1));
        NormalMixture four = NormalMixture.fit(draws, 4, Key.of(1));
        assertTrue(four.meanLogDensity(draws) > one.meanLogDensity(draws));
        double[][] shares = new double[draws.size()][four.components().size()];
        double before = four.expected(draws, shares);
        assertEquals(four.meanLogDensity(draws), before, 1e-9);
        for (double[] each : shares) {
            assertEquals(1, Arrays.stream(each).sum(), 1e-9);
        }
    }

    @Test
    void density_integratesToOne_andItsGradientIsThatOfDifferences() {
        NormalMixture mixture = new NormalMixture(List.of(
                NormalMixture.Component.of(0.3, new double[] {-1, 0}, new double[] {0.5, 0.2, 0.2, 0.4}),
                NormalMixture.Component.of(0.7, new double[] {1, 0.5}, new double[] {0.3, 0, 0, 0.6})));
        double integral = 0;
        double step = 0.05;
        for (double x = -8; x < 8; x += step) {
            for (double y = -8; y < 8; y += step) {
                integral +=
                        step * step * Math.exp(mixture.at(new double[] {x, y}).value());
            }
        }
        assertEquals(1, integral, 1e-6);
        double[] at = {0.2, 0.3};
        for (int d = 0; d < 2; d++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[d] += 1e-5;
            down[d] -= 1e-5;
            double slope = (mixture.at(up).value() - mixture.at(down).value()) / 2e-5;
            assertEquals(slope, mixture.at(at).gradient()[d], 1e-8);
        }
    }

    /** Two halves of normal data in turn, by draws and a fitted normal, against all at once in closed form. */
    @Test
    void propagation_ofAConjugateStream_comesToThePosteriorOfAll() {
        Forall.seeds(2, seed -> {
            PosteriorPropagation propagation = new PosteriorPropagation(new Hmc(0.02, 10), 2, 200, 1500, 1, List.of(1));
            Key key = Key.of(seed);
            LogDensity prior = LogDensity.isotropic(1);
            double sum = 0;
            for (int task = 0; task < 2; task++) {
                double[] rows = new double[60];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = 1.5 + key.fold(task).gaussian(i);
                    sum += rows[i];
                }
                prior = propagation
                        .learned(theta -> likelihood(theta, rows), prior, List.of(new double[1]), key.fold(10 + task))
                        .density();
            }
            NormalMixture.Component end = ((NormalMixture) prior).components().get(0);
            assertEquals(sum / 121, end.mean()[0], 0.25 / Math.sqrt(121));
            assertEquals(121, end.precision()[0], 0.2 * 121);
        });
    }

    private static LogDensity.Slope likelihood(double[] theta, double[] rows) {
        double value = 0;
        double gradient = 0;
        for (double row : rows) {
            value -= 0.5 * (row - theta[0]) * (row - theta[0]);
            gradient += row - theta[0];
        }
        return new LogDensity.Slope(value, new double[] {gradient});
    }
}
