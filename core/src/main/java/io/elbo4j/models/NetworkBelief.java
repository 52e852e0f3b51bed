package io.elbo4j.models;

import io.elbo4j.family.SparseGaussian;
import io.elbo4j.family.SparseGaussianFamily;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Slots;
import io.elbo4j.update.Target;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the mean-field belief of a network lies in a state, and what belongs to it.
 *
 * @param target what is inferred
 * @param slots what the state keeps beside the belief
 * @param activePerLayer budget of each weight block, in order; absent where all weights are active
 * @param belief inside a state
 * @param state around a belief, between support steps
 */
public record NetworkBelief<S>(
        Target target,
        Slots slots,
        Optional<int[]> activePerLayer,
        Function<S, MeanFieldState> belief,
        Function<MeanFieldState, S> state) {

    /** The normals inside a state. */
    SparseGaussian posterior(S state) {
        return belief.apply(state).posterior();
    }

    /**
     * The bound, by a log likelihood that was measured.
     *
     * @param logLik mean a row of E_q[log p], nats
     * @return N × that − T·KL, nats
     */
    public double elbo(S state, double logLik) {
        double kl = SparseGaussianFamily.INSTANCE.klNats(posterior(state), target.fullPrior());
        return target.objective().value(target.totalRows() * logLik, kl);
    }

    /** The state from which training starts at these normals. */
    S around(SparseGaussian posterior) {
        return state.apply(slots.around(posterior, target));
    }
}
