package io.elbo4j.spec;

import java.util.List;

/**
 * The steps.
 *
 * @param epochs passes over the training rows
 * @param batch rows a shard and step
 * @param optimiser {@code ivon}, {@code adam}, {@code sgd} or {@code bgd}
 * @param estimator {@code auto} or the name of one
 * @param samples draws a step
 * @param learningRate peak
 * @param warmup part of the steps
 * @param beta1 decay of the momentum
 * @param beta2 decay of the second moment or Hessian
 * @param initialHessian of IVON
 * @param clip of IVON
 * @param temperature factor of the divergence
 * @param rounds limit, or 0
 */
public record TrainSpec(
        double epochs,
        int batch,
        String optimiser,
        String estimator,
        int samples,
        double learningRate,
        double warmup,
        double beta1,
        double beta2,
        double initialHessian,
        double clip,
        double temperature,
        int rounds) {

    static TrainSpec of(Settings settings) {
        return new TrainSpec(
                RunSpec.within(settings, "train.epochs", 0, 1e9, true),
                settings.whole("train.batch", 1),
                settings.choice("train.optimiser", List.of("ivon", "adam", "sgd", "bgd")),
                settings.choice(
                        "train.estimator",
                        List.of("auto", "reparameterised", "local-reparameterised", "flipout", "closed-form")),
                settings.whole("train.samples", 1),
                RunSpec.within(settings, "train.learningRate", 0, 1e6, true),
                RunSpec.within(settings, "train.warmup", 0, 0.9, false),
                RunSpec.within(settings, "train.beta1", 0, 0.999999, false),
                RunSpec.within(settings, "train.beta2", 0, 0.99999999, false),
                RunSpec.within(settings, "train.initialHessian", 0, 1e9, true),
                RunSpec.within(settings, "train.clip", 0, Double.MAX_VALUE, true),
                RunSpec.within(settings, "train.temperature", 0, 1e6, true),
                settings.whole("train.rounds", 0));
    }
}
