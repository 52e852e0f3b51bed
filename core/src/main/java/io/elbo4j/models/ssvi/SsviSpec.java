package io.elbo4j.models.ssvi;

import java.io.Serializable;

/**
 * The settings of sparse subspace variational inference.
 *
 * @param density active weights / all weights, in (0, 1]
 * @param allocation how layers share them
 * @param denseFirstLayer whether the first layer keeps all its weights on top of the budget, as the paper's networks do
 * @param removal which weights leave
 * @param regrowAfterRemoval whether the gradient that chooses newcomers is taken after the removal; false is the published
 *     order
 * @param everySteps value steps between support steps
 * @param initialFraction α: part of a layer's active weights that the first support step replaces
 * @param endFraction part of the training after which the support stays; the replaced part falls to 0 by a cosine
 * @param gradientBatches minibatches a shard for the newcomers' gradient
 */
public record SsviSpec(
        double density,
        Allocation allocation,
        boolean denseFirstLayer,
        RemovalScore removal,
        boolean regrowAfterRemoval,
        int everySteps,
        double initialFraction,
        double endFraction,
        int gradientBatches)
        implements Serializable {

    public SsviSpec {
        if (!(density > 0 && density <= 1)) {
            throw new IllegalArgumentException(
                    "ssvi: density out of range: model.density=" + density + "; use a number above 0 and at most 1");
        }
        boolean fractions = initialFraction >= 0 && initialFraction <= 1 && endFraction >= 0 && endFraction <= 1;
        if (!fractions || everySteps < 1 || gradientBatches < 1) {
            throw new IllegalArgumentException("ssvi: support schedule out of range: model.support.initialFraction="
                    + initialFraction + " endFraction=" + endFraction + " everySteps=" + everySteps
                    + " gradientBatches=" + gradientBatches + "; fractions are in [0, 1], counts from 1");
        }
    }
}
