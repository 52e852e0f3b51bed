package io.elbo4j.models.ssvi;

import io.elbo4j.update.MeanFieldState;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The belief, and what the next round of a support step must know.
 *
 * @param belief on its support
 * @param nominated indices into θ, ascending, between the two passes of a support step; else empty
 */
public record SsviState(MeanFieldState belief, int[] nominated) implements Serializable {

    /** Between support steps. */
    public static SsviState of(MeanFieldState belief) {
        return new SsviState(belief, new int[0]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SsviState that
                && belief.equals(that.belief)
                && Arrays.equals(nominated, that.nominated);
    }

    @Override
    public int hashCode() {
        return 31 * belief.hashCode() + Arrays.hashCode(nominated);
    }
}
