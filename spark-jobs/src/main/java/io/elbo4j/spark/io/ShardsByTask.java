package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Coreset;
import io.elbo4j.data.Shard;
import io.elbo4j.data.SparseFeatures;
import io.elbo4j.data.TaskStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/** The rows of one task, in as many shards as all rows were in, and as even. */
public final class ShardsByTask {

    private ShardsByTask() {}

    /**
     * One task of a stream.
     *
     * @param featureNames of what the task shows
     * @throws DataException when it has no rows
     */
    public static Shards of(Shards all, TaskStream stream, int task, List<String> featureNames) {
        List<Integer> shape = featureNames.size() == all.width() ? all.shape() : List.of(featureNames.size());
        if (stream.whole()) {
            return Shards.of(
                    all.rdd()
                            .map(shard -> new Shard(
                                    shard.index(),
                                    shard.shards(),
                                    shard.totalRows(),
                                    stream.of(shard.examples(), task))),
                    all.rows(),
                    featureNames,
                    shape);
        }
        return dealt(all, shard -> stream.of(shard.examples(), task), "task=" + (task + 1), featureNames, shape);
    }

    /** The numbers of the rows that stand for all, ascending. */
    public static long[] chosen(Shards shards, Coreset coreset) {
        try {
            return coreset.chosen(shards.rdd().map(coreset::candidates).collect());
        } catch (Exception e) {
            throw DataException.original(e);
        }
    }

    /**
     * Some rows, or the others.
     *
     * @param numbers of rows, ascending
     * @param kept whether these are taken, or all others
     */
    public static Shards selected(Shards shards, long[] numbers, boolean kept) {
        return dealt(
                shards,
                shard -> shard.examples()
                        .select(IntStream.range(0, shard.examples().rows())
                                .filter(row -> Arrays.binarySearch(numbers, shard.globalRow(row)) >= 0 == kept)
                                .toArray()),
                kept ? "coreset=in" : "coreset=out",
                shards.featureNames(),
                shards.shape());
    }

    /** Rows that are in memory, in one shard. */
    public static Shards of(JavaSparkContext context, Batch rows, List<String> featureNames, List<Integer> shape) {
        return Shards.of(context.parallelize(List.of(Shard.split(rows, 1)), 1), rows.rows(), featureNames, shape);
    }

    /** Row r of those that are left goes to shard r mod S; rows are counted shard by shard. */
    private static Shards dealt(
            Shards from, Function<Shard, Batch> left, String what, List<String> names, List<Integer> shape) {
        int shards = from.count();
        long[] ranks = new long[shards + 1];
        boolean sparse;
        try {
            List<Integer> counts =
                    from.rdd().map(shard -> left.call(shard).rows()).collect();
            for (int s = 0; s < shards; s++) {
                ranks[s + 1] = ranks[s] + counts.get(s);
            }
            sparse = from.rdd()
                    .map(shard -> shard.examples().features() instanceof SparseFeatures)
                    .first();
        } catch (Exception e) {
            throw DataException.original(e);
        }
        long total = ranks[shards];
        if (total == 0) {
            throw new NoRowsException("data: no rows of a task: " + what + "; look at the settings of the stream");
        }
        Shards.requireRows(total, shards, sparse ? 1 : names.size());
        int width = names.size();
        JavaRDD<Tuple2<Integer, RowBlock>> pieces = from.rdd()
                .flatMap(shard ->
                        new ShardPieces(blocks(left.call(shard)), RowSelection.ALL, shards, 0, ranks[shard.index()]));
        JavaRDD<Shard> rdd = JavaPairRDD.fromJavaRDD(pieces)
                .partitionBy(new HashPartitioner(shards))
                .mapPartitionsWithIndex((s, it) -> Table.assembled(s, shards, total, width, sparse, it), false);
        return Shards.of(rdd, total, names, shape);
    }

    private static Iterator<RowBlock> blocks(Batch rows) {
        return List.of(new RowBlock(0, rows, "")).iterator();
    }
}
