package io.elbo4j.spec;

import java.util.List;

/**
 * The shape of models of rows.
 *
 * @param latents numbers a row
 * @param hidden units of each hidden layer
 * @param slantEdges between bins of the slant
 * @param thicknessEdges between bins of the thickness, pixels
 */
public record AutoencoderSpec(int latents, int hidden, List<Double> slantEdges, List<Double> thicknessEdges) {

    static AutoencoderSpec of(Settings settings) {
        return new AutoencoderSpec(
                settings.whole("autoencoder.latents", 0),
                settings.whole("autoencoder.hidden", 1),
                settings.ascending("autoencoder.slantEdges"),
                settings.ascending("autoencoder.thicknessEdges"));
    }
}
