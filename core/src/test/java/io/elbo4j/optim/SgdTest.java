package io.elbo4j.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.contract.OptimiserContract;
import org.junit.jupiter.api.Test;

class SgdTest extends OptimiserContract {

    @Override
    protected FirstOrder rule() {
        return new Sgd(0.9);
    }

    @Test
    void moves_followTheKnownTrace() {
        float[][] slots = new float[1][1];
        assertEquals(0.1 * 1, rule().at(1, 0.1).move(1, slots, 0, 0), 1e-7);
        assertEquals(0.1 * (0.9 - 2), rule().at(2, 0.1).move(-2, slots, 0, 0), 1e-7);
        assertEquals(0.1 * (0.9 * -1.1 + 3), rule().at(3, 0.1).move(3, slots, 0, 0), 1e-7);
    }

    @Test
    void withoutMomentum_theMoveIsRateTimesGradient() {
        assertEquals(0.7, new Sgd(0).at(9, 0.1).move(7, new float[][] {{5f}}, 0, 0), 1e-12);
    }

    @Test
    void of_badMomentum_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new Sgd(1));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(-0.1));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(Double.NaN));
    }
}
