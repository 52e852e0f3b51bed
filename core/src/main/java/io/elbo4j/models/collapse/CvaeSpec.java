package io.elbo4j.models.collapse;

import java.io.Serializable;

/**
 * The shape of a conditional variational autoencoder. A row's features are its condition and then its output.
 *
 * @param conditions numbers of the condition; 0 for a VAE without one
 * @param outputs numbers that are modelled
 * @param latents of a row
 * @param noiseVariance σ² of an output given its latents
 */
public record CvaeSpec(int conditions, int outputs, int latents, double noiseVariance) implements Serializable {

    public CvaeSpec {
        if (conditions < 0 || outputs < 2 || latents < 1 || !(noiseVariance > 0)) {
            throw new IllegalArgumentException("cvae: out of range: conditions=" + conditions + " outputs=" + outputs
                    + " latents=" + latents + " noiseVariance=" + noiseVariance
                    + "; there are two outputs, a latent and some noise at least");
        }
    }

    /** F: numbers of a row. */
    public int width() {
        return conditions + outputs;
    }

    double noiseLogSd() {
        return 0.5 * Math.log(noiseVariance);
    }
}
