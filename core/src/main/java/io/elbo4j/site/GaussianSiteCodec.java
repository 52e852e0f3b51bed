package io.elbo4j.site;

import io.elbo4j.codec.Codec;
import io.elbo4j.codec.CorruptModelException;
import io.elbo4j.codec.Parts;

/** Stores a {@link GaussianSite}; one with a support is diagonal. */
public enum GaussianSiteCodec implements Codec<GaussianSite> {
    /** The only one. */
    INSTANCE;

    @Override
    public String kind() {
        return "gaussian-site";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Parts encode(GaussianSite site) {
        Parts parts = new Parts().put("dimension", (long) site.dimension());
        if (site instanceof DiagonalSite diagonal) {
            return parts.put("support", diagonal.support())
                    .put("precisionMean", diagonal.precisionMean())
                    .put("precision", diagonal.precision());
        }
        FullSite full = (FullSite) site;
        return parts.put("precisionMean", full.precisionMean()).put("precision", full.precision());
    }

    @Override
    public GaussianSite decode(Parts parts, int version) {
        try {
            int dimension = Math.toIntExact(parts.whole("dimension"));
            double[] precisionMean = parts.doubles("precisionMean");
            double[] precision = parts.doubles("precision");
            return parts.has("support")
                    ? new DiagonalSite(dimension, parts.ints("support"), precisionMean, precision)
                    : new FullSite(dimension, precisionMean, precision);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CorruptModelException("model: parts do not fit together: reason=" + e.getMessage());
        }
    }
}
