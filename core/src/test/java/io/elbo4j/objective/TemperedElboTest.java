package io.elbo4j.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.contract.ObjectiveContract;
import org.junit.jupiter.api.Test;

class TemperedElboTest extends ObjectiveContract {

    @Override
    protected Objective objective() {
        return new TemperedElbo(0.3);
    }

    @Test
    void temperature_multipliesTheDivergenceAlone() {
        assertEquals(-10 - 0.3 * 5, new TemperedElbo(0.3).value(-10, 5), 1e-12);
        assertEquals(new Elbo().value(-10, 5), new TemperedElbo(1).value(-10, 5), 0);
    }

    @Test
    void of_temperatureNotPositive_isAnError() {
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new TemperedElbo(bad));
        }
    }
}
