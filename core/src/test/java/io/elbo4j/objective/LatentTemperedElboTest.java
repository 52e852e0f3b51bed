package io.elbo4j.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.contract.ObjectiveContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatentTemperedElboTest extends ObjectiveContract {

    private static final LatentTemperedElbo LEVELS = new LatentTemperedElbo(Map.of("z1", 1.0, "z2", 2.0));

    @Override
    protected Objective objective() {
        return LEVELS;
    }

    @Test
    void temperature_ofALatent_isItsOwn() {
        assertEquals(2, LEVELS.temperature("z2"), 0);
        assertEquals(1, LEVELS.temperature(), 0);
    }

    @Test
    void temperature_ofALatentThatIsNotNamed_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> LEVELS.temperature("z3"));
    }

    @Test
    void of_temperatureNotPositive_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new LatentTemperedElbo(Map.of("z", 0.0)));
    }
}
