package io.elbo4j.spec;

/**
 * Prototypes of classes, task after task.
 *
 * @param memory rows kept, over all classes
 * @param noiseVariance of an embedding around its prototype
 * @param weightDecay curvature of the pull of the encoder's weights to 0, a row; nats
 * @param encoderSd of each weight of the encoder while it learns
 */
public record PrototypeSpec(int memory, double noiseVariance, double weightDecay, double encoderSd) {

    static PrototypeSpec of(Settings settings) {
        return new PrototypeSpec(
                settings.whole("protocl.memory", 0),
                RunSpec.within(settings, "protocl.noiseVariance", 0, 1e6, true),
                RunSpec.within(settings, "protocl.weightDecay", 0, 1e6, false),
                RunSpec.within(settings, "protocl.encoderSd", 0, 1e3, false));
    }
}
