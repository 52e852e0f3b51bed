package io.elbo4j.models;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.ParameterLayout;
import io.elbo4j.family.SparseGaussian;
import java.util.List;
import java.util.Set;

/**
 * Outputs that no task has used yet: no row has told anything of their weights, so the next task meets the prior there (Nguyen, Li, Bui and
 * Turner, arXiv 1710.10628v3, section 5: "we add a new head"). A rule that starts from an assumed Hessian, as IVON, would otherwise hand
 * on as much of that as its running mean has not forgotten, and a new head would be held at random numbers by rows that never were.
 *
 * @param classes whose outputs they are
 * @param priorVariance of their weights
 */
public record UnusedHeads(Set<Integer> classes, double priorVariance) {

    public UnusedHeads {
        classes = Set.copyOf(classes);
    }

    /**
     * What a training left, with the prior for the weights of these outputs.
     *
     * @param layout of the network, whose last weights are {@code [classes, inputs]}
     */
    public EarlierBelief in(EarlierBelief belief, ParameterLayout layout) {
        if (classes.isEmpty() || !(belief.posterior() instanceof SparseGaussian normals)) {
            return belief;
        }
        List<ParameterBlock> layers = layout.weightBlocks();
        ParameterBlock heads = layers.get(layers.size() - 1);
        float[] mean = normals.mean().clone();
        float[] sd = normals.sd().clone();
        for (int k = normals.position(heads.offset()); k < normals.position(heads.end()); k++) {
            if (!normals.isPoint(k) && classes.contains((normals.support()[k] - heads.offset()) / heads.fanIn())) {
                mean[k] = 0;
                sd[k] = (float) Math.sqrt(priorVariance);
            }
        }
        SparseGaussian left = new SparseGaussian(normals.dimension(), normals.support(), mean, sd);
        return new EarlierBelief(left, belief.rows(), belief.kept());
    }
}
