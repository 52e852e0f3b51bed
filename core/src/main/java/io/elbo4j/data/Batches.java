package io.elbo4j.data;

import io.elbo4j.math.Key;
import java.util.Arrays;

/**
 * The minibatches of a shard by training step: each pass over the shard is a fresh random order cut into whole batches, so that
 * within a pass no row is drawn twice. The rest that does not fill a batch is left for the next pass, where the order is
 * another. A batch is a function of (key, shard, step, size) alone; the order of the last pass is kept because the next step
 * most often needs it again. Belongs to one thread.
 */
public final class Batches {

    private final Shard shard;
    private final Key key;
    private final int batchRows;
    private final int perPass;
    private long pass = -1;
    private int[] order = new int[0];

    Batches(Shard shard, Key key, int batchRows) {
        this.shard = shard;
        this.key = key.fold(shard.index());
        this.batchRows = batchRows;
        this.perPass = shard.examples().rows() / batchRows;
        if (perPass == 0) {
            throw new IllegalArgumentException("batch larger than a shard: train.batch=" + batchRows + " shard="
                    + shard.index() + " rows=" + shard.examples().rows()
                    + "; lower train.batch or cluster.shards");
        }
    }

    /** The minibatch of a step, from 0. */
    public Batch at(long step) {
        return shard.examples().pick(rows(step));
    }

    /** The minibatches of the first steps, as one. */
    public Batch first(int steps) {
        int[] all = new int[Math.multiplyExact(steps, batchRows)];
        for (int step = 0; step < steps; step++) {
            System.arraycopy(rows(step), 0, all, step * batchRows, batchRows);
        }
        return shard.examples().select(all);
    }

    /** The numbers of a step's rows within the shard. */
    public int[] rows(long step) {
        if (step / perPass != pass) {
            pass = step / perPass;
            order = key.fold(pass).permutation(shard.examples().rows());
        }
        int from = (int) (step % perPass) * batchRows;
        return Arrays.copyOfRange(order, from, from + batchRows);
    }
}
