package io.elbo4j.models.cvae;

import java.io.Serializable;

/**
 * The shape of a conditional variational autoencoder.
 *
 * @param pixels of a row, 0 or 1 each; they come first
 * @param attributes numbers that the row is given; they follow
 * @param hidden units of the one hidden layer of each network
 * @param latents of a row; 0 leaves a decoder of the attributes alone
 */
public record CvaeSpec(int pixels, int attributes, int hidden, int latents) implements Serializable {

    public CvaeSpec {
        if (pixels < 1 || attributes < 1 || hidden < 1 || latents < 0) {
            throw new IllegalArgumentException("cvae: empty layer: pixels=" + pixels + " attributes=" + attributes
                    + " hidden=" + hidden + " latents=" + latents + "; only latents may be 0");
        }
    }
}
