package io.elbo4j.models.ssvi;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import java.io.Serializable;
import java.util.List;

/**
 * The settings of sparse subspace variational inference.
 *
 * @param density active weights / all weights, in (0, 1]
 * @param allocation how layers share them
 * @param layerDensity of each weight layer in order; empty leaves them to the allocation. Reused weights (small
 *     convolutions) are worth more than their share of the budget, and only the user knows
 * @param denseFirstLayer whether the first layer keeps all its weights on top of the budget, as the paper's networks do
 * @param removal which weights leave
 * @param regrowAfterRemoval whether the gradient that chooses newcomers is taken after the removal; false is the published
 *     order
 * @param everySteps value steps between support steps
 * @param initialFraction α: part of a layer's active weights that the first support step replaces
 * @param endFraction part of the training after which the support stays; the replaced part falls to 0 by a cosine
 * @param gradientBatches minibatches a shard for the newcomers' gradient
 * @param exactUpTo weights of the largest layer up to which shards send that gradient whole; above, they nominate newcomers first
 */
public record SsviSpec(
        double density,
        Allocation allocation,
        List<Double> layerDensity,
        boolean denseFirstLayer,
        RemovalScore removal,
        boolean regrowAfterRemoval,
        int everySteps,
        double initialFraction,
        double endFraction,
        int gradientBatches,
        int exactUpTo)
        implements Serializable {

    public SsviSpec {
        layerDensity = List.copyOf(layerDensity);
        if (!(density > 0 && density <= 1)) {
            throw new IllegalArgumentException(
                    "ssvi: density out of range: model.density=" + density + "; use a number above 0 and at most 1");
        }
        boolean fractions = initialFraction >= 0 && initialFraction <= 1 && endFraction >= 0 && endFraction <= 1;
        if (!fractions || everySteps < 1 || gradientBatches < 1 || exactUpTo < 0) {
            throw new IllegalArgumentException("ssvi: support schedule out of range: model.support.initialFraction="
                    + initialFraction + " endFraction=" + endFraction + " everySteps=" + everySteps
                    + " gradientBatches=" + gradientBatches + " exactUpTo=" + exactUpTo
                    + "; fractions are in [0, 1], counts from 1");
        }
    }

    /** Rounds of a support step: 2 where a layer is too large for its whole gradient to be sent. */
    int passes(ParameterLayout layout) {
        return layout.weightBlocks().stream().anyMatch(layer -> layer.size() > exactUpTo) ? 2 : 1;
    }

    /** Active weights of each layer; at least 1 and at most all of them. */
    public int[] activePerLayer(List<ParameterBlock> layers) {
        if (layerDensity.isEmpty()) {
            return allocation.activePerLayer(layers, density, denseFirstLayer);
        }
        if (layerDensity.size() != layers.size()) {
            throw new IllegalArgumentException("ssvi: a density a layer: model.layerDensity=" + layerDensity
                    + " layers=" + layers.stream().map(ParameterBlock::name).toList()
                    + "; give as many densities as layers");
        }
        int[] active = new int[layers.size()];
        for (int l = 0; l < active.length; l++) {
            active[l] = Math.max(
                    1, (int) Math.floor(layerDensity.get(l) * layers.get(l).size() + 1e-9));
        }
        return active;
    }
}
