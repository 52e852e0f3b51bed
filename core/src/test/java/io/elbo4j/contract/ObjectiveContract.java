package io.elbo4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.conjugate.Forall;
import io.elbo4j.math.Key;
import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.objective.Objective;
import org.junit.jupiter.api.Test;

/** Laws of an {@link Objective}. */
public abstract class ObjectiveContract {

    /** The objective under test. */
    protected abstract Objective objective();

    @Test
    void weights_areTheDerivativeOfTheValue() {
        Forall.seeds(10, seed -> {
            double[] ratios = ratios(seed, 5);
            double[] weights = objective().weights(ratios);
            for (int k = 0; k < ratios.length; k++) {
                double[] up = ratios.clone();
                double[] down = ratios.clone();
                up[k] += 1e-4;
                down[k] -= 1e-4;
                double slope = (objective().value(up) - objective().value(down)) / 2e-4;
                assertEquals(slope, weights[k], 1e-7);
            }
        });
    }

    @Test
    void value_ofEqualRatios_isThatRatio() {
        assertEquals(-12.5, objective().value(new double[] {-12.5, -12.5, -12.5}), 1e-12);
        assertEquals(-12.5, objective().value(new double[] {-12.5}), 1e-12);
    }

    @Test
    void value_ofAnAdditiveObjective_addsUpOverShards() {
        if (objective() instanceof AdditiveObjective additive) {
            Forall.seeds(10, seed -> {
                double[] part = ratios(seed, 3);
                double kl = Math.abs(part[0]);
                double together = additive.value(part[0] + part[1] + part[2], kl);
                double apart = additive.value(part[0], kl) + additive.value(part[1], 0) + additive.value(part[2], 0);
                assertEquals(together, apart, 1e-12);
                assertEquals(
                        additive.temperature() * kl, additive.value(part[1], 0) - additive.value(part[1], kl), 1e-12);
            });
        }
    }

    private static double[] ratios(long seed, int count) {
        double[] ratios = new double[count];
        for (int k = 0; k < count; k++) {
            ratios[k] = 3 * Key.of(seed).gaussian(k) - 4;
        }
        return ratios;
    }
}
