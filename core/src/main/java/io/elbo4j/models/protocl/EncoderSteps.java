package io.elbo4j.models.protocl;

import io.elbo4j.data.Batch;
import io.elbo4j.density.ValueGrad;
import io.elbo4j.math.Key;
import io.elbo4j.optim.FirstOrder;
import io.elbo4j.optim.Schedule;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The steps that a shard takes with its copy of the encoder while the prototypes stay where they are. They climb the mean over all rows
 * ever seen of log p(y given x), where each row kept stands for rows of its class that are gone, less the weights' decay. Each step draws
 * the encoder's weights around where they are: the copy is the mean of a normal posterior whose sd stays.
 *
 * @param network the model
 * @param spec settings
 * @param optimiser of the encoder
 * @param schedule of its rate
 */
record EncoderSteps(PrototypeNetwork network, ProtoClSpec spec, FirstOrder optimiser, Schedule schedule)
        implements Serializable {

    /**
     * Where the steps led.
     *
     * @param logLik mean a row over the steps, nats
     */
    record Taken(float[] encoder, float[][] slots, double logLik) {}

    /**
     * Takes them.
     *
     * @param fresh rows of this shard, at least one
     * @param kept rows of the memory; none before there is one
     * @param key of this round and shard
     */
    Taken from(ProtoClState start, Batch fresh, Batch kept, Key key) {
        int old = kept.rows() == 0 ? 0 : spec.batchRows() / 2;
        double[] weights = weights(start, kept);
        Order freshOrder = new Order(key.fold(0).permutation(fresh.rows()), spec.batchRows() - old);
        Order keptOrder = new Order(key.fold(1).permutation(kept.rows()), old);
        ClassDensities densities = start.classes().densities(network.noiseVariance());
        double seenBefore = Arrays.stream(start.before()).sum();
        double seen = Arrays.stream(start.classes().seen()).sum();
        double freshWeight = (seen - seenBefore) / seen / (spec.batchRows() - old);
        float[] encoder = start.encoder().clone();
        float[][] slots = new float[start.slots().length][];
        Arrays.setAll(slots, s -> start.slots()[s].clone());
        double logLik = 0;
        for (int i = 0; i < spec.localSteps(); i++) {
            int[] rows = freshOrder.at(i);
            int[] keptRows = keptOrder.at(i);
            double[] weight = new double[spec.batchRows()];
            Arrays.fill(weight, freshWeight);
            for (int k = 0; k < old; k++) {
                weight[rows.length + k] = weights[keptRows[k]] / old;
            }
            Batch batch = fresh.select(rows);
            if (old > 0) {
                Batch moved =
                        spec.shifted().of(kept.select(keptRows), key.fold(3).fold(i));
                batch = Batch.concatenated(List.of(batch, moved), fresh.width(), false);
            }
            float[] drawn = network.drawn(encoder, spec.layerSd(), key.fold(2).fold(i));
            ValueGrad step = network.encoderGradient(drawn, densities, batch, weight);
            logLik += step.logLikSum();
            long number = start.step() + i;
            FirstOrder.Step move = optimiser.at(number + 1, schedule.at(number));
            for (int w = 0; w < encoder.length; w++) {
                double slope = step.gradient()[w] - spec.weightDecay() * encoder[w];
                encoder[w] += (float) move.move(slope, slots, 0, w);
            }
        }
        return new Taken(encoder, slots, logLik / spec.localSteps());
    }

    /** For each row kept, how many rows it stands for, so that their mean is the part of all rows seen before. */
    private static double[] weights(ProtoClState state, Batch kept) {
        double seen = Arrays.stream(state.classes().seen()).sum();
        double[] counts = ClassSums.counted(state.before().length, kept.targets());
        double[] weights = new double[kept.rows()];
        for (int i = 0; i < weights.length; i++) {
            int own = (int) kept.targets()[i];
            weights[i] = state.before()[own] / counts[own] * kept.rows() / seen;
        }
        return weights;
    }

    /** A random order, again and again. */
    private record Order(int[] order, int perStep) {

        int[] at(int step) {
            int[] rows = new int[perStep];
            for (int i = 0; i < perStep; i++) {
                rows[i] = order[(int) (((long) step * perStep + i) % order.length)];
            }
            return rows;
        }
    }
}
