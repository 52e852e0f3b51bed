package io.elbo4j.spark.io;

import io.elbo4j.codec.Digests;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Moments;
import io.elbo4j.data.Shard;
import io.elbo4j.data.SparseFeatures;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.BitSet;

/**
 * One shard's part of a {@link DataProfile}.
 *
 * @param features moments of F columns
 * @param targets moments of one column
 * @param wholeTargets whether every target is a whole number from 0 up
 * @param classes a bit for each class that is there, where they are classes
 * @param hash {@code [4]}: the SHA-256 of each row, summed lane by lane modulo 2^64
 */
record ShardProfile(Moments features, Moments targets, boolean wholeTargets, long[] classes, long[] hash)
        implements Serializable {

    static ShardProfile of(Shard shard) {
        Batch batch = shard.examples();
        boolean whole = true;
        BitSet classes = new BitSet();
        for (float target : batch.targets()) {
            whole &= target >= 0 && target == Math.rint(target);
            if (whole && target < DataProfile.MOST_CLASSES) {
                classes.set((int) target);
            }
        }
        return new ShardProfile(
                Moments.ofFeatures(batch), Moments.ofTargets(batch), whole, classes.toLongArray(), hash(shard));
    }

    private static long[] hash(Shard shard) {
        Batch batch = shard.examples();
        MessageDigest sha = Digests.sha256();
        long[] sum = new long[4];
        for (int i = 0; i < batch.rows(); i++) {
            sha.update(row(shard.globalRow(i), batch, i).array());
            ByteBuffer digest = ByteBuffer.wrap(sha.digest());
            for (int lane = 0; lane < 4; lane++) {
                sum[lane] += digest.getLong();
            }
        }
        return sum;
    }

    /** Room for a row's number, so many more of four bytes, the target, and a weight. */
    private static ByteBuffer numbered(long number, int cells, boolean weighted) {
        return ByteBuffer.allocate(Long.BYTES + Float.BYTES * (cells + (weighted ? 2 : 1)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number);
    }

    private static ByteBuffer row(long number, Batch batch, int i) {
        ByteBuffer row;
        if (batch.features() instanceof SparseFeatures entries) {
            int from = entries.from()[i];
            int to = entries.from()[i + 1];
            row = numbered(number, 2 * (to - from), batch.weighted());
            for (int e = from; e < to; e++) {
                row.putInt(entries.column()[e]).putFloat(entries.value()[e]);
            }
        } else {
            int width = batch.width();
            row = numbered(number, width, batch.weighted());
            row.asFloatBuffer().put(batch.features().dense(), i * width, width);
            row.position(row.position() + Float.BYTES * width);
        }
        row.putFloat(batch.targets()[i]);
        return batch.weighted() ? row.putFloat(batch.weights()[i]) : row;
    }

    ShardProfile combine(ShardProfile other) {
        long[] sum = hash.clone();
        for (int lane = 0; lane < 4; lane++) {
            sum[lane] += other.hash[lane];
        }
        BitSet both = BitSet.valueOf(classes);
        both.or(BitSet.valueOf(other.classes));
        return new ShardProfile(
                features.combine(other.features),
                targets.combine(other.targets),
                wholeTargets && other.wholeTargets,
                both.toLongArray(),
                sum);
    }
}
