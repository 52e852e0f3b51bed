package io.elbo4j.models.collapse;

import java.io.Serializable;

/**
 * The shape of a variational autoencoder with two levels of latents.
 *
 * @param outputs numbers of a row
 * @param first latents that the outputs depend on
 * @param second latents that the first ones depend on
 * @param noiseVariance σ² of an output given the first latents, and of a first latent given the second ones
 * @param firstVariance that of the encoder's first latents
 */
public record TwoLevelSpec(int outputs, int first, int second, double noiseVariance, EncoderVariance firstVariance)
        implements Serializable {

    /** A variance of the encoder. */
    public sealed interface EncoderVariance extends Serializable {

        /** Learned, one for each latent. */
        record Learned() implements EncoderVariance {}

        /** The same for all latents, and not learned. */
        record Fixed(double variance) implements EncoderVariance {}
    }

    public TwoLevelSpec {
        if (outputs < 2 || first < 2 || second < 1 || !(noiseVariance > 0)) {
            throw new IllegalArgumentException("two levels: out of range: outputs=" + outputs + " first=" + first
                    + " second=" + second + " noiseVariance=" + noiseVariance
                    + "; there are two outputs, two first latents, one second and some noise at least");
        }
        if (firstVariance instanceof EncoderVariance.Fixed fixed && !(fixed.variance() > 0)) {
            throw new IllegalArgumentException(
                    "two levels: out of range: firstVariance=" + fixed.variance() + "; a variance is positive");
        }
    }

    double noiseLogSd() {
        return 0.5 * Math.log(noiseVariance);
    }
}
