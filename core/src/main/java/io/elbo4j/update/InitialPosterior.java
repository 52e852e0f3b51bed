package io.elbo4j.update;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Key;
import java.util.Arrays;

/**
 * Where training starts: random supports, random means that keep the variance of activations through a layer (He et al.,
 * arXiv 1502.01852v1, with the inputs that are really connected), one standard deviation.
 *
 * @param meanScale factor of the means; 1 is He's
 * @param sd of each weight; 0 makes all weights points
 */
public record InitialPosterior(double meanScale, double sd) {

    public InitialPosterior {
        if (!(meanScale >= 0 && sd >= 0 && Double.isFinite(meanScale) && Double.isFinite(sd))) {
            throw new IllegalArgumentException("initial posterior: out of range: model.initialMeanScale=" + meanScale
                    + " model.initialSd=" + sd + "; use finite numbers from 0 up");
        }
    }

    /** All weights active. */
    public SparseGaussian dense(ParameterLayout layout, Key key) {
        int[] all =
                layout.weightBlocks().stream().mapToInt(ParameterBlock::size).toArray();
        return sparse(layout, all, key);
    }

    /**
     * A random support.
     *
     * @param activePerLayer for each weight block, in order
     */
    public SparseGaussian sparse(ParameterLayout layout, int[] activePerLayer, Key key) {
        int others = layout.dimension() - layout.weights();
        int[] support = new int[Arrays.stream(activePerLayer).sum() + others];
        float[] mean = new float[support.length];
        float[] sds = new float[support.length];
        Key means = key.fold(0);
        int at = 0;
        int layer = 0;
        for (ParameterBlock block : layout.blocks()) {
            boolean weight = block.role() == Role.WEIGHT;
            int active = weight ? activePerLayer[layer++] : block.size();
            int[] chosen = key.fold(1 + layer).permutation(block.size());
            Arrays.sort(chosen, 0, active);
            double spread = meanScale * Math.sqrt(2.0 * block.size() / ((double) block.fanIn() * active));
            for (int k = 0; k < active; k++, at++) {
                support[at] = block.offset() + (weight ? chosen[k] : k);
                mean[at] = weight ? (float) (spread * means.gaussian(support[at])) : block.initial();
                sds[at] = weight ? (float) sd : 0f;
            }
        }
        return new SparseGaussian(layout.dimension(), support, mean, sds);
    }
}
