package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import io.elbo4j.data.DenseFeatures;
import io.elbo4j.data.Shard;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Rows dealt out by group: those of class or task g all lie in shard g mod S, in the order of their old shards. So an episode, which
 * is made of whole groups, never needs another shard's rows.
 */
public final class ShardsByGroup {

    private ShardsByGroup() {}

    /** By target, which is a class. */
    public static Shards byClass(Shards shards) {
        return dealt(shards, -1, shards.rows());
    }

    /** By target, and some classes alone. */
    public static Shards byClass(Shards shards, boolean[] chosen) {
        JavaRDD<Shard> kept = shards.rdd().map(shard -> chosen(shard, chosen));
        List<Integer> counts;
        try {
            counts = kept.map(shard -> shard.examples().rows()).collect();
        } catch (Exception e) {
            throw DataException.original(e);
        }
        long rows = counts.stream().mapToLong(Integer::longValue).sum();
        return dealt(new Shards(kept, rows, shards.featureNames(), shards.shape()), -1, rows);
    }

    private static Shard chosen(Shard shard, boolean[] chosen) {
        Batch rows = shard.examples();
        int[] own = IntStream.range(0, rows.rows())
                .filter(row -> chosen[(int) rows.targets()[row]])
                .toArray();
        return new Shard(shard.index(), shard.shards(), shard.totalRows(), rows.select(own));
    }

    /**
     * By a feature, which is a task's number, and becomes the first feature.
     *
     * @param column of the feature
     */
    public static Shards byTask(Shards shards, int column) {
        return dealt(shards, column, shards.rows());
    }

    private static Shards dealt(Shards shards, int column, long total) {
        int count = shards.count();
        int width = shards.width();
        JavaRDD<Tuple2<Integer, RowBlock>> pieces = shards.rdd().flatMap(shard -> pieces(shard, count, column));
        JavaRDD<Shard> rdd = JavaPairRDD.fromJavaRDD(pieces)
                .partitionBy(new HashPartitioner(count))
                .mapPartitionsWithIndex((index, it) -> Table.assembled(index, count, total, width, false, it), false);
        return Shards.of(
                rdd, total, names(shards.featureNames(), column), column < 0 ? shards.shape() : List.of(width));
    }

    private static List<String> names(List<String> names, int first) {
        if (first < 0) {
            return names;
        }
        List<String> moved = new ArrayList<>(names);
        moved.add(0, moved.remove(first));
        return moved;
    }

    private static Iterator<Tuple2<Integer, RowBlock>> pieces(Shard shard, int count, int column) {
        // Episodes are of dense rows; of others this says what to do.
        Batch rows = new Batch(
                shard.examples().features().dense(),
                shard.examples().targets(),
                shard.examples().width());
        List<List<Integer>> byShard = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            byShard.add(new ArrayList<>());
        }
        float[] numbers = column < 0 ? rows.targets() : column(rows, column);
        for (int row = 0; row < numbers.length; row++) {
            // What is no number of a group is refused where the groups are made, by its name.
            byShard.get(Math.floorMod((long) numbers[row], count)).add(row);
        }
        List<Tuple2<Integer, RowBlock>> pieces = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            if (!byShard.get(s).isEmpty()) {
                int[] own = byShard.get(s).stream().mapToInt(Integer::intValue).toArray();
                Batch chosen = rows.select(own);
                pieces.add(new Tuple2<>(
                        s, new RowBlock(shard.index(), column < 0 ? chosen : withFirst(chosen, column), "")));
            }
        }
        return pieces.iterator();
    }

    private static float[] column(Batch rows, int column) {
        float[] all = rows.features().dense();
        float[] values = new float[rows.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = all[row * rows.width() + column];
        }
        return values;
    }

    private static Batch withFirst(Batch rows, int column) {
        float[] moved = rows.features().dense().clone();
        for (int row = 0; row < moved.length; row += rows.width()) {
            float value = moved[row + column];
            System.arraycopy(moved, row, moved, row + 1, column);
            moved[row] = value;
        }
        return new Batch(new DenseFeatures(moved, rows.width()), rows.targets());
    }
}
