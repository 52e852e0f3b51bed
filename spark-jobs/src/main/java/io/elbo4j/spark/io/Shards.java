package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import io.elbo4j.data.NumberedNames;
import io.elbo4j.data.Shard;
import io.elbo4j.data.SparseFeatures;
import io.elbo4j.data.Standardisation;
import io.elbo4j.density.ObservationModel;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * A data set in logical shards, shard s in Spark partition s, kept in memory and on disk. Lost partitions are made again
 * from the files.
 *
 * @param rdd one shard a partition, in order
 * @param rows N, in all shards together
 * @param featureNames F names
 * @param shape {@code [F]} or {@code [channels, height, width]}
 */
public record Shards(JavaRDD<Shard> rdd, long rows, List<String> featureNames, List<Integer> shape) {

    public Shards {
        featureNames = NumberedNames.copyOf(featureNames);
        shape = List.copyOf(shape);
    }

    /** Persists and fills the partitions, so that what is wrong shows here. */
    static Shards of(JavaRDD<Shard> rdd, long rows, List<String> featureNames, List<Integer> shape) {
        rdd.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long found = 0;
            for (int count : rdd.map(shard -> shard.examples().rows()).collect()) {
                found += count;
            }
            if (found != rows) {
                throw new DataException("data: rows changed while they were read: rows=" + found + " expected=" + rows
                        + "; do not write to the files during a run");
            }
            return new Shards(rdd, rows, featureNames, shape);
        } catch (Exception e) {
            rdd.unpersist();
            throw DataException.original(e);
        }
    }

    /** How many shards. */
    public int count() {
        return rdd.getNumPartitions();
    }

    /** F. */
    public int width() {
        return featureNames.size();
    }

    /** What the data are; one pass. */
    public DataProfile profile() {
        try {
            return DataProfile.of(rdd.map(ShardProfile::of).collect(), rows, featureNames, shape);
        } catch (Exception e) {
            throw DataException.original(e);
        }
    }

    /** The same shards with standardised rows, persisted; these stay until {@link #unpersist}. */
    public Shards standardised(Standardisation standardisation) {
        if (standardisation.width() != width()) {
            throw new DataException("data: other features than in training: features=" + width() + " trained="
                    + standardisation.width() + "; give the same columns (libsvm: set options.features)");
        }
        return of(rdd.map(shard -> standardisation.apply(shard)), rows, featureNames, shape);
    }

    /** Every row in the global order, on the driver: for small data. */
    public Batch collected() {
        List<Shard> shards;
        try {
            shards = rdd.collect();
        } catch (Exception e) {
            throw DataException.original(e);
        }
        int[] place = new int[Math.toIntExact(rows)];
        int at = 0;
        for (Shard shard : shards) {
            for (int i = 0; i < shard.examples().rows(); i++) {
                place[(int) shard.globalRow(i)] = at++;
            }
        }
        List<Batch> parts = shards.stream().map(Shard::examples).toList();
        boolean sparse = parts.stream().anyMatch(part -> part.features() instanceof SparseFeatures);
        return Batch.concatenated(parts, width(), sparse).select(place);
    }

    /** Lets go of the kept partitions. */
    public void unpersist() {
        rdd.unpersist();
    }

    static void requireRows(long rows, int shards, int width) {
        if (shards < 1) {
            throw new IllegalArgumentException("shards: too few: cluster.shards=" + shards + "; use at least 1");
        }
        if (rows == 0) {
            throw new DataException("data: no rows selected: rows=0; change the fraction that is held out");
        }
        if ((rows + shards - 1) / shards * width > Integer.MAX_VALUE - 8) {
            throw new DataException("data: shard does not fit into an array: rows=" + rows + " features=" + width
                    + " shards=" + shards + "; raise cluster.shards");
        }
    }

    static DataException badTarget(String file, long row, float target, ObservationModel observation) {
        return new DataException("data: target cannot occur: file=" + file + " row=" + row + " target=" + target
                + " expected=" + observation.targetError(target)
                + "; correct the row, or choose another likelihood");
    }
}
