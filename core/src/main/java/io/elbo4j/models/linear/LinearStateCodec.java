package io.elbo4j.models.linear;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;

/** Stores a {@link LinearState} whole. */
public enum LinearStateCodec implements Codec<LinearState> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "linear-state";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(LinearState state) {
        Parts parts = new Parts().put("elbo", state.elbo());
        if (state.posterior() instanceof FullGaussian full) {
            parts.put("mean", full.mean()).put("covariance", full.covariance());
        } else {
            DiagonalGaussian diagonal = (DiagonalGaussian) state.posterior();
            parts.put("mean", diagonal.mean()).put("variance", diagonal.variance());
        }
        return parts.put("previousMean", state.previousMean()).put("previousGradient", state.previousGradient());
    }

    @Override
    public LinearState decode(Parts parts, int version) {
        try {
            Posterior posterior = parts.has("covariance")
                    ? new FullGaussian(parts.doubles("mean"), parts.doubles("covariance"))
                    : new DiagonalGaussian(parts.doubles("mean"), parts.doubles("variance"));
            return new LinearState(
                    posterior, parts.real("elbo"), parts.doubles("previousMean"), parts.doubles("previousGradient"));
        } catch (IllegalArgumentException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }
}
