package io.elbo4j.models.protocl;

import io.elbo4j.data.ShiftedImages;
import java.io.Serializable;
import java.util.List;

/**
 * Settings.
 *
 * @param memory rows kept, over all classes
 * @param priorVariance of each prototype, around 0
 * @param batchRows a shard and step; half of them from the memory once there is one
 * @param localSteps of a shard between merges
 * @param trainings rounds of such steps, at least 1
 * @param weightDecay curvature of the pull of the encoder's weights to 0, a row; nats
 * @param layerSd of each weight layer of the encoder, where gradients are taken; empty for none
 * @param shifted how images of the memory are moved before each step
 */
public record ProtoClSpec(
        int memory,
        double priorVariance,
        int batchRows,
        int localSteps,
        int trainings,
        double weightDecay,
        List<Double> layerSd,
        ShiftedImages shifted)
        implements Serializable {

    public ProtoClSpec {
        layerSd = List.copyOf(layerSd);
        boolean sizes = memory >= 0 && batchRows >= 2 && localSteps >= 1 && trainings >= 1;
        if (!sizes || !(priorVariance > 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("protocl: out of range: protocl.memory=" + memory + " prior.variance="
                    + priorVariance + " train.batch=" + batchRows + " cluster.localSteps=" + localSteps
                    + " rounds=" + trainings + " protocl.weightDecay=" + weightDecay
                    + "; a batch has two rows or more, the others are above 0 (memory and weightDecay may be 0)");
        }
    }

    /** Before each training round and after the last the prototypes are rebuilt. */
    public int rounds() {
        return 2 * trainings + 1;
    }

    boolean trains(int round) {
        return round % 2 == 1;
    }

    /** How many rounds an average has in it after this one; 0 in the first half of a training. */
    int averaged(int round) {
        return Math.max(0, round / 2 + 1 - trainings / 2);
    }

    boolean lastTraining(int round) {
        return round == rounds() - 2;
    }

    boolean last(int round) {
        return round == rounds() - 1;
    }
}
