package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Coreset;
import io.elbo4j.data.DenseFeatures;
import io.elbo4j.data.Moments;
import io.elbo4j.data.Shard;
import io.elbo4j.data.SparseFeatures;
import java.util.List;

/** The records that Spark moves between driver and executors while data are read. */
public final class WireTypes {

    private WireTypes() {}

    /** All of them, in an order that never changes: Kryo numbers classes by it. */
    public static List<Class<? extends Record>> records() {
        return List.of(
                Batch.class,
                DenseFeatures.class,
                SparseFeatures.class,
                Shard.class,
                Moments.class,
                Part.class,
                RowBlock.class,
                ShardProfile.class,
                Coreset.Candidates.class);
    }
}
