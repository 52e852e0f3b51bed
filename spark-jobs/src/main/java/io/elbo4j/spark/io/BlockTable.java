package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.ObservationModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Rows that were read in parts, one Spark partition each, and go to their shards through one shuffle. */
final class BlockTable implements Table {

    private final JavaRDD<RowBlock> blocks;
    private final List<String> fileOfPart;
    private final List<String> names;
    /** Global index of the first row of each part, and N at the end. */
    private final long[] starts;

    private BlockTable(JavaRDD<RowBlock> blocks, List<String> fileOfPart, List<String> names, long[] starts) {
        this.blocks = blocks;
        this.fileOfPart = fileOfPart;
        this.names = names;
        this.starts = starts;
    }

    /**
     * Reads everything once.
     *
     * @param blocks partitions in the order of rows
     * @param fileOfPart the file of each partition
     * @throws DataException for the first faulty row
     */
    static BlockTable of(JavaRDD<RowBlock> blocks, List<String> fileOfPart, List<String> names) {
        blocks.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Part> parts = blocks.mapPartitions(BlockTable::summary).collect();
            long[] starts = new long[parts.size() + 1];
            for (int p = 0; p < parts.size(); p++) {
                starts[p + 1] = starts[p] + parts.get(p).rows();
            }
            for (int p = 0; p < parts.size(); p++) {
                if (!parts.get(p).fault().isEmpty()) {
                    long row = starts[p + 1] + 1 - firstRowOfFile(fileOfPart, starts, p);
                    throw new DataException(RowFault.text(parts.get(p).fault(), row));
                }
            }
            if (starts[parts.size()] == 0) {
                throw new DataException("data: no rows: file=" + String.join(",", fileOfPart)
                        + "; give a file with at least one row below its header");
            }
            return new BlockTable(blocks, fileOfPart, names, starts);
        } catch (Exception e) {
            blocks.unpersist();
            throw DataException.original(e);
        }
    }

    private static long firstRowOfFile(List<String> fileOfPart, long[] starts, int part) {
        return starts[fileOfPart.indexOf(fileOfPart.get(part))];
    }

    private static Iterator<Part> summary(Iterator<RowBlock> blocks) {
        long rows = 0;
        String fault = "";
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            rows += block.rows().rows();
            fault = block.fault();
        }
        return List.of(new Part(rows, fault)).iterator();
    }

    @Override
    public List<String> featureNames() {
        return names;
    }

    @Override
    public List<Integer> shape() {
        return List.of(names.size());
    }

    @Override
    public long rows() {
        return starts[starts.length - 1];
    }

    @Override
    public Shards shards(RowSelection selection, int shards) {
        long[] ranks = new long[starts.length];
        for (int p = 0; p + 1 < starts.length; p++) {
            ranks[p + 1] = ranks[p] + selection.count(starts[p], starts[p + 1]);
        }
        long total = ranks[starts.length - 1];
        Shards.requireRows(total, shards, names.size());
        long[] first = starts;
        int width = names.size();
        JavaRDD<Tuple2<Integer, RowBlock>> pieces = blocks.mapPartitionsWithIndex(
                (part, it) -> new ShardPieces(it, selection, shards, first[part], ranks[part]), false);
        JavaRDD<Shard> rdd = JavaPairRDD.fromJavaRDD(pieces)
                // An integer's hash is the integer itself: shard s lies in partition s.
                .partitionBy(new HashPartitioner(shards))
                .mapPartitionsWithIndex((shard, it) -> assembled(shard, shards, total, width, it), false);
        return Shards.of(rdd, total, names, shape());
    }

    private static Iterator<Shard> assembled(
            int shard, int shards, long total, int width, Iterator<Tuple2<Integer, RowBlock>> found) {
        List<RowBlock> pieces = new ArrayList<>();
        found.forEachRemaining(piece -> pieces.add(piece._2()));
        pieces.sort(Comparator.comparingLong(RowBlock::first));
        int rows = pieces.stream().mapToInt(piece -> piece.rows().rows()).sum();
        float[] features = new float[rows * width];
        float[] targets = new float[rows];
        int at = 0;
        for (RowBlock piece : pieces) {
            Batch batch = piece.rows();
            System.arraycopy(batch.features(), 0, features, at * width, batch.features().length);
            System.arraycopy(batch.targets(), 0, targets, at, batch.rows());
            at += batch.rows();
        }
        return List.of(new Shard(shard, shards, total, new Batch(features, targets, width)))
                .iterator();
    }

    @Override
    public void requireTargets(ObservationModel observation) {
        List<double[]> bad;
        try {
            bad = blocks.mapPartitionsWithIndex((part, it) -> badTarget(part, it, observation), true)
                    .collect();
        } catch (Exception e) {
            throw DataException.original(e);
        }
        if (!bad.isEmpty()) {
            int part = (int) bad.get(0)[0];
            long row = starts[part] - firstRowOfFile(fileOfPart, starts, part) + (long) bad.get(0)[1] + 1;
            throw Shards.badTarget(fileOfPart.get(part), row, (float) bad.get(0)[2], observation);
        }
    }

    /** The first target of a part that cannot occur: {part, row in part, target}. */
    private static Iterator<double[]> badTarget(int part, Iterator<RowBlock> blocks, ObservationModel observation) {
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            float[] targets = block.rows().targets();
            for (int i = 0; i < targets.length; i++) {
                if (!observation.targetError(targets[i]).isEmpty()) {
                    return List.of(new double[] {part, block.first() + i, targets[i]})
                            .iterator();
                }
            }
        }
        return List.<double[]>of().iterator();
    }

    @Override
    public void close() {
        blocks.unpersist();
    }
}
