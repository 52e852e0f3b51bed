package io.elbo4j.models;

import io.elbo4j.density.ParameterBlock;
import io.elbo4j.family.BeliefDistance;
import io.elbo4j.family.BinaryField;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where one model believes something else than another, in one layer.
 *
 * @param layer name of the weights
 * @param shared weights that are active in both
 * @param entered weights that are active in the later alone
 * @param left weights that are active in the earlier alone
 * @param meanShift mean of |m − m′| in the earlier's standard deviations, over shared weights
 * @param klNats Σ over shared weights of KL(later ‖ earlier), each by its own normal
 */
public record BeliefChange(String layer, int shared, int entered, int left, double meanShift, double klNats) {

    /**
     * Layer by layer.
     *
     * @throws SpecException when the models have different parameters
     */
    public static List<BeliefChange> between(TrainedModel<?> earlier, TrainedModel<?> later) {
        SparseGaussian before = normals(earlier.posterior());
        SparseGaussian after = normals(later.posterior());
        List<ParameterBlock> blocks = later.network().layout().weightBlocks();
        if (before.dimension() != after.dimension()
                || !blocks.equals(earlier.network().layout().weightBlocks())) {
            throw new SpecException("diff: models of other parameters: earlier=" + before.dimension() + " later="
                    + after.dimension() + "; compare versions of one model");
        }
        List<BeliefChange> changes = new ArrayList<>();
        for (ParameterBlock block : blocks) {
            BeliefDistance distance = BeliefDistance.of(after, before, block.offset(), block.end());
            changes.add(new BeliefChange(
                    block.name(),
                    distance.sharedWeights(),
                    after.active(block) - distance.sharedWeights(),
                    before.active(block) - distance.sharedWeights(),
                    distance.meanShift(),
                    distance.klNats() * distance.sharedWeights()));
        }
        return changes;
    }

    /** Marginals. */
    private static SparseGaussian normals(Posterior posterior) {
        if (posterior instanceof SparseGaussian sparse) {
            return sparse;
        }
        if (posterior.components().size() > 1) {
            throw new SpecException("diff: a mixture has no normals of its own: model.components="
                    + posterior.components().size() + "; compare models of model.components=1");
        }
        if (posterior instanceof BinaryField) {
            throw new SpecException("diff: binary weights have no normals: model.name=field-space; compare their"
                    + " fields with elbo4j export");
        }
        float[] sd = new float[posterior.dimension()];
        for (int i = 0; i < sd.length; i++) {
            sd[i] = (float)
                    (posterior instanceof FullGaussian full
                            ? full.sd(i)
                            : Math.sqrt(((DiagonalGaussian) posterior).variance()[i]));
        }
        return new SparseGaussian(sd.length, IntStream.range(0, sd.length).toArray(), posterior.meanTheta(), sd);
    }
}
