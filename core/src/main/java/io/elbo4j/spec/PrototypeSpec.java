package io.elbo4j.spec;

import java.util.List;

/**
 * Prototypes of classes, task after task.
 *
 * @param memory rows kept, over all classes
 * @param noiseVariance of an embedding around its prototype
 * @param weightDecay curvature of the pull of the encoder's weights to 0, a row; nats
 * @param layerSd of each weight layer of the encoder while it learns; empty for weights that are not drawn
 * @param shift pixels, at most, by which images of the memory are moved while the encoder learns
 */
public record PrototypeSpec(int memory, double noiseVariance, double weightDecay, List<Double> layerSd, int shift) {

    static PrototypeSpec of(Settings settings) {
        return new PrototypeSpec(
                settings.whole("protocl.memory", 0),
                RunSpec.within(settings, "protocl.noiseVariance", 0, 1e6, true),
                RunSpec.within(settings, "protocl.weightDecay", 0, 1e6, false),
                settings.positive("protocl.layerSd", 1e3),
                settings.whole("protocl.shift", 0));
    }
}
