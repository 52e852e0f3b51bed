package io.elbo4j.spark.io;

import io.elbo4j.codec.Digests;
import io.elbo4j.data.Moments;
import io.elbo4j.data.Standardisation;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a data set is.
 *
 * @param rows N
 * @param shape {@code [F]} or {@code [channels, height, width]}
 * @param classes the greatest label + 1 when every target is a whole number from 0 up; else 0
 * @param absentClasses of these, the first few without a row
 * @param constantFeatures names of the features that have one value only
 * @param contentHash 64 hexadecimal digits that name the numbers and their order, whatever file format and number of
 *     shards they came in: SHA-256 of (N, F, Σ over rows of SHA-256(row number, features, target)). The sum is modulo 2^64
 *     in each of four lanes; it tells data sets apart, it does not guard against a forger. Of sparse rows, columns and values of
 *     the non-zeros take the place of the features
 * @param features moments of the F features; of none where rows are sparse
 * @param targets moments of the target, one column
 */
public record DataProfile(
        long rows,
        List<Integer> shape,
        int classes,
        List<Integer> absentClasses,
        List<String> constantFeatures,
        String contentHash,
        Moments features,
        Moments targets) {

    /** More classes than a classifier can have; whole numbers above are counts or measurements. */
    public static final int MOST_CLASSES = 1 << 20;

    static DataProfile of(List<ShardProfile> byShard, long rows, List<String> names, List<Integer> shape) {
        ShardProfile all = byShard.get(0);
        for (ShardProfile next : byShard.subList(1, byShard.size())) {
            all = all.combine(next);
        }
        List<String> constant = new ArrayList<>();
        for (int c = 0; c < all.features().columns(); c++) {
            if (all.features().constant(c)) {
                constant.add(names.get(c));
            }
        }
        double max = all.targets().max()[0];
        int classes = all.wholeTargets() && max < MOST_CLASSES ? (int) max + 1 : 0;
        BitSet there = BitSet.valueOf(all.classes());
        List<Integer> absent = IntStream.range(0, classes)
                .filter(label -> !there.get(label))
                .limit(5)
                .boxed()
                .toList();
        ByteBuffer content = ByteBuffer.allocate(6 * Long.BYTES).putLong(rows).putLong(names.size());
        for (long lane : all.hash()) {
            content.putLong(lane);
        }
        MessageDigest digest = Digests.sha256();
        digest.update(content.array());
        String hash = Digests.hex(digest);
        return new DataProfile(rows, shape, classes, absent, constant, hash, all.features(), all.targets());
    }

    /** F. */
    public int width() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Whether the rows are given by their non-zeros; their features then have no moments. */
    public boolean sparse() {
        return features.columns() == 0;
    }

    /** Fitted on these data: a mean and standard deviation for each column of a table, or each channel of images. */
    public Standardisation standardisation() {
        return Standardisation.of(features, shape.size() == 3 ? shape.get(0) : features.columns());
    }

    /** The same, and targets too: for regression. */
    public Standardisation standardisationWithTargets() {
        return standardisation().withTargets(targets);
    }
}
