package io.elbo4j.models.niwmeta;

import io.elbo4j.family.NormalInverseWishart;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.special.Gamma;

/**
 * All that going on needs.
 *
 * @param priors of the beliefs, before any episode
 * @param beliefs about mean and covariance of the episodes' own weights, of A coordinates: one for each of the K components of which
 *     these are a mixture. That of the shares of the components is Dirichlet, with the strengths of the beliefs as its counts
 * @param active which of an episode's own weights there are, {@code [A]}; the others are 0
 * @param shared weights of all episodes, {@code [C]}
 * @param slots memory of the optimiser: by slot, {@code [K · (A + coordinates of the covariance) + C]}
 * @param episodes seen so far
 * @param skipped how many of them had no finite fit
 */
public record NiwMetaState(
        List<NormalInverseWishart> priors,
        List<NormalInverseWishart> beliefs,
        int[] active,
        float[] shared,
        float[][] slots,
        long episodes,
        long skipped)
        implements Serializable {

    public NiwMetaState {
        if (beliefs.isEmpty() || priors.size() != beliefs.size()) {
            throw new IllegalArgumentException("niw-meta: components do not agree: priors=" + priors.size()
                    + " beliefs=" + beliefs.size() + "; give each component a prior and a belief");
        }
        if (active.length != beliefs.get(0).mean().length) {
            throw new IllegalArgumentException("niw-meta: active weights do not agree: active=" + active.length
                    + " belief=" + beliefs.get(0).mean().length + "; the belief is about the active ones alone");
        }
        priors = List.copyOf(priors);
        beliefs = List.copyOf(beliefs);
    }

    /** Of one component, with all own weights active. */
    public NiwMetaState(
            NormalInverseWishart prior,
            NormalInverseWishart belief,
            float[] shared,
            float[][] slots,
            long episodes,
            long skipped) {
        this(
                List.of(prior),
                List.of(belief),
                IntStream.range(0, belief.mean().length).toArray(),
                shared,
                slots,
                episodes,
                skipped);
    }

    /** With other shared weights. */
    NiwMetaState with(float[] otherShared) {
        return new NiwMetaState(priors, beliefs, active, otherShared, slots, episodes, skipped);
    }

    /** That of the first component, which in most models is the only one. */
    public NormalInverseWishart belief() {
        return beliefs.get(0);
    }

    /** K. */
    public int components() {
        return beliefs.size();
    }

    /** E[share] of each component, {@code [K]}. */
    public double[] shares() {
        double[] shares = strengths();
        double total = Arrays.stream(shares).sum();
        for (int k = 0; k < shares.length; k++) {
            shares[k] /= total;
        }
        return shares;
    }

    /** E[log share] of each component, {@code [K]}: ψ(l_k) − ψ(Σ l). */
    double[] expectedLogShares() {
        double[] logs = strengths();
        double total = Gamma.digamma(Arrays.stream(logs).sum());
        for (int k = 0; k < logs.length; k++) {
            logs[k] = Gamma.digamma(logs[k]) - total;
        }
        return logs;
    }

    private double[] strengths() {
        return beliefs.stream().mapToDouble(NormalInverseWishart::strength).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NiwMetaState that
                && priors.equals(that.priors)
                && beliefs.equals(that.beliefs)
                && Arrays.equals(active, that.active)
                && Arrays.equals(shared, that.shared)
                && Arrays.deepEquals(slots, that.slots)
                && episodes == that.episodes
                && skipped == that.skipped;
    }

    @Override
    public int hashCode() {
        return 31 * beliefs.hashCode() + Arrays.hashCode(shared);
    }

    @Override
    public String toString() {
        return "NiwMetaState[beliefs=" + beliefs + ", shared=" + shared.length + ", episodes=" + episodes + ", skipped="
                + skipped + "]";
    }
}
