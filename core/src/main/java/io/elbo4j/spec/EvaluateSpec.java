package io.elbo4j.spec;

import java.util.List;

/**
 * How a model is judged.
 *
 * @param samples posterior draws
 * @param outOfDistribution URI or known name of other data, or empty
 * @param everyRounds between held-out accuracies
 * @param spikeSd of weights outside a sparse support, for each weight layer; empty where they are 0
 * @param logitTemperature that outputs of classifiers are divided by
 */
public record EvaluateSpec(
        int samples, String outOfDistribution, int everyRounds, List<Double> spikeSd, double logitTemperature) {

    static EvaluateSpec of(Settings settings) {
        return new EvaluateSpec(
                settings.whole("evaluate.samples", 1),
                settings.text("evaluate.outOfDistribution"),
                settings.whole("evaluate.everyRounds", 1),
                settings.notNegative("evaluate.spikeSd"),
                RunSpec.within(settings, "evaluate.logitTemperature", 0, 1e6, true));
    }
}
