package io.elbo4j.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.ToDoubleFunction;

/** Central differences against a gradient, for networks in single precision. */
final class FiniteDifference {

    private static final int CHECKED = 24;

    private FiniteDifference() {}

    /**
     * Checks coordinates in [from, to): all of a small block, about {@value #CHECKED} of a large one. The step balances truncation against the rounding of float activations;
     * kinks are avoided by smooth test networks or small steps.
     */
    static void check(
            String what,
            ToDoubleFunction<float[]> value,
            float[] at,
            float[] gradient,
            int from,
            int to,
            double step,
            double tolerance) {
        for (int i = from; i < to; i += 1 + (to - from) / CHECKED) {
            float[] up = at.clone();
            float[] down = at.clone();
            up[i] = (float) (at[i] + step);
            down[i] = (float) (at[i] - step);
            double expected = (value.applyAsDouble(up) - value.applyAsDouble(down)) / ((double) up[i] - down[i]);
            assertEquals(expected, gradient[i], tolerance * Math.max(1, Math.abs(expected)), what + " coordinate " + i);
        }
    }
}
