package io.elbo4j.models.vae;

import java.io.Serializable;

/**
 * The shape of a variational autoencoder.
 *
 * @param pixels of a row, 0 or 1 each
 * @param hidden units of the one hidden layer of each network
 * @param latents of a row
 */
public record VaeSpec(int pixels, int hidden, int latents) implements Serializable {

    public VaeSpec {
        if (pixels < 1 || hidden < 1 || latents < 1) {
            throw new IllegalArgumentException("vae: empty layer: pixels=" + pixels + " hidden=" + hidden + " latents="
                    + latents + "; each has at least one unit");
        }
    }
}
