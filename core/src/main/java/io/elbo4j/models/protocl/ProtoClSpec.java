package io.elbo4j.models.protocl;

import java.io.Serializable;

/**
 * Settings.
 *
 * @param memory rows kept, over all classes
 * @param priorVariance of each prototype, around 0
 * @param batchRows a shard and step; half of them from the memory once there is one
 * @param localSteps of a shard between merges
 * @param trainings rounds of such steps, at least 1
 * @param weightDecay curvature of the pull of the encoder's weights to 0, a row; nats
 * @param encoderSd of each weight of the encoder, but for biases, where gradients are taken; 0 for none
 */
public record ProtoClSpec(
        int memory,
        double priorVariance,
        int batchRows,
        int localSteps,
        int trainings,
        double weightDecay,
        double encoderSd)
        implements Serializable {

    public ProtoClSpec {
        boolean sizes = memory >= 0 && batchRows >= 2 && localSteps >= 1 && trainings >= 1;
        if (!sizes || !(priorVariance > 0) || !(weightDecay >= 0) || !(encoderSd >= 0)) {
            throw new IllegalArgumentException(
                    "protocl: out of range: protocl.memory=" + memory + " prior.variance="
                            + priorVariance + " train.batch=" + batchRows + " cluster.localSteps=" + localSteps
                            + " rounds=" + trainings + " protocl.weightDecay=" + weightDecay + " protocl.encoderSd="
                            + encoderSd
                            + "; a batch has two rows or more, the others are above 0 (memory, weightDecay and encoderSd may be 0)");
        }
    }

    /** Before each training round and after the last the prototypes are rebuilt. */
    public int rounds() {
        return 2 * trainings + 1;
    }

    boolean trains(int round) {
        return round % 2 == 1;
    }

    boolean last(int round) {
        return round == rounds() - 1;
    }
}
