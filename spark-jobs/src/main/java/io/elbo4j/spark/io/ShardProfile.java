package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Moments;
import io.elbo4j.data.Shard;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One shard's part of a {@link DataProfile}.
 *
 * @param features moments of F columns
 * @param targets moments of one column
 * @param wholeTargets whether every target is a whole number from 0 up
 * @param hash {@code [4]}: the SHA-256 of each row, summed lane by lane modulo 2^64
 */
record ShardProfile(Moments features, Moments targets, boolean wholeTargets, long[] hash) implements Serializable {

    static ShardProfile of(Shard shard) {
        Batch batch = shard.examples();
        boolean whole = true;
        for (float target : batch.targets()) {
            whole &= target >= 0 && target == Math.rint(target);
        }
        return new ShardProfile(Moments.ofFeatures(batch), Moments.ofTargets(batch), whole, hash(shard));
    }

    private static long[] hash(Shard shard) {
        Batch batch = shard.examples();
        int width = batch.width();
        MessageDigest sha = sha256();
        ByteBuffer row =
                ByteBuffer.allocate(Long.BYTES + Float.BYTES * (width + 1)).order(ByteOrder.LITTLE_ENDIAN);
        long[] sum = new long[4];
        for (int i = 0; i < batch.rows(); i++) {
            row.clear();
            row.putLong(shard.globalRow(i));
            for (int f = i * width; f < (i + 1) * width; f++) {
                row.putFloat(batch.features()[f]);
            }
            row.putFloat(batch.targets()[i]);
            ByteBuffer digest = ByteBuffer.wrap(sha.digest(row.array()));
            for (int lane = 0; lane < 4; lane++) {
                sum[lane] += digest.getLong();
            }
        }
        return sum;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    ShardProfile combine(ShardProfile other) {
        long[] sum = hash.clone();
        for (int lane = 0; lane < 4; lane++) {
            sum[lane] += other.hash[lane];
        }
        return new ShardProfile(
                features.combine(other.features),
                targets.combine(other.targets),
                wholeTargets && other.wholeTargets,
                sum);
    }
}
