package io.elbo4j.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.elbo4j.contract.OptimiserContract;
import org.junit.jupiter.api.Test;

class AdamTest extends OptimiserContract {

    @Override
    protected FirstOrder rule() {
        return new Adam(0.9, 0.999, 1e-8);
    }

    /**
     * By hand for gradients 1, −2, 3. After step 2, m = 0.9·0.1 − 0.1·2 = −0.11, corrected −0.11/0.19; v = 0.999·0.001 +
     * 0.001·4 = 0.004999, corrected 0.004999/0.001999.
     */
    @Test
    void moves_followTheKnownTrace() {
        double[] gradients = {1, -2, 3};
        double[] expected = {
            0.1,
            0.1 * (-0.11 / 0.19) / Math.sqrt(0.004999 / 0.001999),
            0.1 * (0.201 / 0.271) / Math.sqrt(0.013994001 / 0.002997001),
        };
        float[][] slots = new float[2][1];
        for (int t = 0; t < gradients.length; t++) {
            assertEquals(expected[t], rule().at(t + 1, 0.1).move(gradients[t], slots, 0, 0), 1e-7, "step " + (t + 1));
        }
        assertEquals(0.201, slots[0][0], 1e-7);
        assertEquals(0.013994001, slots[1][0], 1e-8);
    }

    @Test
    void firstMove_hasTheSizeOfTheRate_whateverTheScale() {
        for (double gradient : new double[] {1e-4, 1, 1e6}) {
            assertEquals(0.1, rule().at(1, 0.1).move(gradient, new float[2][1], 0, 0), 1e-4);
        }
    }

    @Test
    void of_badSettings_isAnError() {
        assertThrows(IllegalArgumentException.class, () -> new Adam(1, 0.999, 1e-8));
        assertThrows(IllegalArgumentException.class, () -> new Adam(0.9, 1, 1e-8));
        assertThrows(IllegalArgumentException.class, () -> new Adam(-0.1, 0.999, 1e-8));
        assertThrows(IllegalArgumentException.class, () -> new Adam(0.9, 0.999, 0));
    }
}
