package io.elbo4j.models.niwmeta;

import io.elbo4j.data.Batch;
import io.elbo4j.density.FeatureNetwork;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.LinearNetwork;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Which parameters each episode has for itself. The others are shared by all episodes, as points with a flat prior.
 *
 * @param network of the likelihood
 * @param from index of the first own parameter in θ
 * @param to behind the last one
 */
public record OwnWeights(Network network, int from, int to) implements Serializable {

    public OwnWeights {
        if (from < 0 || from >= to || to > network.layout().dimension()) {
            throw new IllegalArgumentException("niw-meta: no such weights: from=" + from + " to=" + to + " dimension="
                    + network.layout().dimension() + "; an episode needs weights of its own");
        }
    }

    /**
     * All weights and biases. A learned noise stays shared.
     *
     * @throws IllegalArgumentException for a network with running moments, which are no weights
     */
    public static OwnWeights whole(Network network) {
        List<ParameterBlock> blocks = network.layout().blocks();
        for (ParameterBlock block : blocks) {
            if (block.role() == Role.STATISTIC) {
                throw new IllegalArgumentException("niw-meta: an episode is too small for running moments: block="
                        + block.name() + "; use layer-norm in place of batch-norm");
            }
        }
        String noise = network.observation().sharedParameter();
        ParameterBlock last = blocks.get(blocks.size() - 1);
        return new OwnWeights(network, 0, last.name().equals(noise) ? last.offset() : last.end());
    }

    /** The last layer. */
    public static OwnWeights head(FeatureNetwork network) {
        ParameterBlock head = network.head();
        int biases = network.layout().blocks().stream()
                .filter(block -> block.offset() == head.end() && block.name().endsWith(".bias"))
                .mapToInt(ParameterBlock::size)
                .sum();
        return new OwnWeights(network, head.offset(), head.end() + biases);
    }

    /** A: how many an episode has. */
    public int own() {
        return to - from;
    }

    /** C: how many are shared. */
    public int shared() {
        return network.layout().dimension() - own();
    }

    /** All parameters, {@code [D]}. */
    public float[] theta(float[] shared, float[] own) {
        float[] theta = new float[shared.length + own.length];
        System.arraycopy(shared, 0, theta, 0, from);
        System.arraycopy(own, 0, theta, from, own.length);
        System.arraycopy(shared, from, theta, to, shared.length - from);
        return theta;
    }

    /** The shared ones of all, {@code [C]}. */
    public float[] sharedOf(float[] theta) {
        float[] shared = new float[shared()];
        System.arraycopy(theta, 0, shared, 0, from);
        System.arraycopy(theta, to, shared, from, shared.length - from);
        return shared;
    }

    /** An episode's own of all, {@code [A]}. */
    public float[] ownOf(float[] theta) {
        return Arrays.copyOfRange(theta, from, to);
    }

    /**
     * What an episode with this precision of its scale has in common with the others: the same, but for its noise.
     *
     * @throws IllegalArgumentException where the noise is not one learned number
     */
    NiwMetaState at(double precision, NiwMetaState state) {
        if (!(network.observation() instanceof GaussianLearnedNoise)) {
            throw new IllegalArgumentException("niw-meta: no noise of one learned variance: likelihood="
                    + network.observation() + "; use gaussian-learned-noise");
        }
        float[] shared = state.shared().clone();
        shared[shared.length - 1] -= (float) Math.log(precision);
        return state.with(shared);
    }

    /** The likelihood of some rows as a function of the active own weights. */
    TaskLikelihood task(NiwMetaState state, Batch rows) {
        TaskLikelihood all = task(state.shared(), rows);
        return state.active().length == own() ? all : new ActiveTask(all, state.active(), own());
    }

    /** The likelihood of some rows as a function of all own weights. */
    TaskLikelihood task(float[] shared, Batch rows) {
        boolean head = network instanceof FeatureNetwork features && head(features).from == from && from > 0;
        boolean linear = network instanceof LinearNetwork;
        return head || linear
                ? HeadTask.of(this, (FeatureNetwork) network, shared, rows)
                : new WholeTask(this, shared, rows);
    }
}
