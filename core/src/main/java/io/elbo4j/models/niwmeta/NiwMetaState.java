package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import java.io.Serializable;
import java.util.Arrays;

/**
 * All that going on needs.
 *
 * @param prior of the belief, before any episode
 * @param belief about mean and covariance of the episodes' own weights, of A coordinates
 * @param shared weights of all episodes, {@code [C]}
 * @param slots memory of the optimiser: by slot, {@code [A + coordinates of the covariance + C]}
 * @param episodes seen so far
 * @param skipped how many of them had no finite fit
 */
public record NiwMetaState(
        NormalInverseWishart prior,
        NormalInverseWishart belief,
        float[] shared,
        float[][] slots,
        long episodes,
        long skipped)
        implements Serializable {

    @Override
    public boolean equals(Object other) {
        return other instanceof NiwMetaState that
                && prior.equals(that.prior)
                && belief.equals(that.belief)
                && Arrays.equals(shared, that.shared)
                && Arrays.deepEquals(slots, that.slots)
                && episodes == that.episodes
                && skipped == that.skipped;
    }

    @Override
    public int hashCode() {
        return 31 * belief.hashCode() + Arrays.hashCode(shared);
    }

    @Override
    public String toString() {
        return "NiwMetaState[belief=" + belief + ", shared=" + shared.length + ", episodes=" + episodes + ", skipped="
                + skipped + "]";
    }
}
