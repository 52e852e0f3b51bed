package io.elbo4j.spec;

/**
 * How a model is judged.
 *
 * @param samples posterior draws
 * @param outOfDistribution URI or known name of other data, or empty
 * @param everyRounds between held-out accuracies
 */
public record EvaluateSpec(int samples, String outOfDistribution, int everyRounds) {

    static EvaluateSpec of(Settings settings) {
        return new EvaluateSpec(
                settings.whole("evaluate.samples", 1),
                settings.text("evaluate.outOfDistribution"),
                settings.whole("evaluate.everyRounds", 1));
    }
}
