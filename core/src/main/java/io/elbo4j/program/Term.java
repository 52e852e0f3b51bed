package io.elbo4j.program;

import io.elbo4j.objective.AdditiveObjective;
import io.elbo4j.program.distribution.Support;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A log density that the objective is made of.
 *
 * @param logDensity {@code [L]}, nats
 * @param shape of its lanes
 * @param value whose density it is, and where it may be; null for a factor or a marginal
 */
record Term(
        Kind kind,
        String address,
        SDVariable logDensity,
        LaneShape shape,
        @Nullable SDVariable value,
        @Nullable Support support) {

    /** Where a term stands in log p(data, z) − log q(z). */
    enum Kind {
        /** Of the data given latents, and factors. */
        LIKELIHOOD,
        /** Of latents under the model. */
        PRIOR,
        /** Of latents under the guide; taken away. */
        GUIDE
    }

    /** Its factor in log p(data given z) + T · (log p(z) − log q(z)), T of its latent. */
    double coefficient(AdditiveObjective objective) {
        return switch (kind) {
            case LIKELIHOOD -> 1;
            case PRIOR -> objective.temperature(address);
            case GUIDE -> -objective.temperature(address);
        };
    }
}
