package io.elbo4j.spec;

import java.util.List;

/**
 * How sparse, and how the support moves.
 *
 * @param density active weights / all weights
 * @param allocation name of the rule that shares them
 * @param layerDensity of each weight layer, or empty for the allocation's choice
 * @param denseFirstLayer whether the first layer stays dense
 * @param removal name of the score
 * @param regrowAfterRemoval order of removal and gradient
 * @param everySteps between support steps
 * @param initialFraction replaced at first
 * @param endFraction part of the training with support steps
 * @param gradientBatches minibatches a shard
 * @param exactUpTo weights of a layer above which newcomers are nominated
 */
public record SparsitySpec(
        double density,
        String allocation,
        List<Double> layerDensity,
        boolean denseFirstLayer,
        String removal,
        boolean regrowAfterRemoval,
        int everySteps,
        double initialFraction,
        double endFraction,
        int gradientBatches,
        int exactUpTo) {

    static SparsitySpec of(Settings settings) {
        return new SparsitySpec(
                RunSpec.within(settings, "model.density", 0, 1, true),
                settings.text("model.allocation"),
                settings.positive("model.layerDensity", 1),
                settings.flag("model.denseFirstLayer"),
                settings.text("model.removal"),
                settings.choice("model.regrow", List.of("after-removal", "published"))
                        .equals("after-removal"),
                settings.whole("model.support.everySteps", 1),
                RunSpec.within(settings, "model.support.initialFraction", 0, 1, false),
                RunSpec.within(settings, "model.support.endFraction", 0, 1, false),
                settings.whole("model.support.gradientBatches", 1),
                settings.whole("model.support.exactUpTo", 0));
    }
}
