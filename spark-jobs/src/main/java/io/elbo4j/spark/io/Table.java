package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.ObservationModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Opened data: rows in one fixed order, numbered from 0, not yet in shards. They were read in parts, one Spark partition
 * each, and go to their shards through one shuffle. Everything about the numbers has been checked that does not depend on
 * the model. Close it when its shards are made.
 */
public final class Table implements AutoCloseable {

    private final JavaRDD<RowBlock> blocks;
    private final List<String> fileOfPart;
    private final List<String> names;
    private final List<Integer> shape;
    private final boolean sparse;
    /** Global index of the first row of each part, and N at the end. */
    private final long[] starts;

    private Table(
            JavaRDD<RowBlock> blocks,
            List<String> fileOfPart,
            List<String> names,
            List<Integer> shape,
            boolean sparse,
            long[] starts) {
        this.blocks = blocks;
        this.fileOfPart = fileOfPart;
        this.names = names;
        this.shape = shape;
        this.sparse = sparse;
        this.starts = starts;
    }

    /**
     * Reads everything once.
     *
     * @param blocks partitions in the order of rows
     * @param fileOfPart the file of each partition
     * @param sparse whether all rows are given by their non-zeros
     * @throws DataException for the first faulty row
     */
    static Table of(
            JavaRDD<RowBlock> blocks,
            List<String> fileOfPart,
            List<String> names,
            List<Integer> shape,
            boolean sparse) {
        blocks.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Part> parts = blocks.mapPartitions(Table::summary).collect();
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
                throw new NoRowsException("data: no rows: file=" + String.join(",", fileOfPart)
                        + "; give a file with at least one row below its header");
            }
            return new Table(blocks, fileOfPart, names, shape, sparse, starts);
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

    /** F names, in the order of the columns. */
    public List<String> featureNames() {
        return names;
    }

    /** {@code [F]}, or {@code [channels, height, width]} for images. */
    public List<Integer> shape() {
        return shape;
    }

    /** N. */
    public long rows() {
        return starts[starts.length - 1];
    }

    /**
     * The selected rows, re-indexed 0, 1, 2 ... in ascending order, in logical shards: the same bits as
     * {@link Shard#split} of the same rows.
     *
     * @param shards from 1 up
     * @throws DataException when no row is selected, or the data cannot be read
     */
    public Shards shards(RowSelection selection, int shards) {
        long[] ranks = new long[starts.length];
        for (int p = 0; p + 1 < starts.length; p++) {
            ranks[p + 1] = ranks[p] + selection.count(starts[p], starts[p + 1]);
        }
        long total = ranks[starts.length - 1];
        Shards.requireRows(total, shards, sparse ? 1 : names.size());
        long[] first = starts;
        int width = names.size();
        boolean kept = sparse;
        JavaRDD<Tuple2<Integer, RowBlock>> pieces = blocks.mapPartitionsWithIndex(
                (part, it) -> new ShardPieces(it, selection, shards, first[part], ranks[part]), false);
        JavaRDD<Shard> rdd = JavaPairRDD.fromJavaRDD(pieces)
                // An integer's hash is the integer itself: shard s lies in partition s.
                .partitionBy(new HashPartitioner(shards))
                .mapPartitionsWithIndex((shard, it) -> assembled(shard, shards, total, width, kept, it), false);
        return Shards.of(rdd, total, names, shape);
    }

    /** A shard of the pieces that came to it, in the order of their first rows. */
    static Iterator<Shard> assembled(
            int shard, int shards, long total, int width, boolean sparse, Iterator<Tuple2<Integer, RowBlock>> found) {
        List<RowBlock> pieces = new ArrayList<>();
        found.forEachRemaining(piece -> pieces.add(piece._2()));
        pieces.sort(Comparator.comparingLong(RowBlock::first));
        Batch all = Batch.concatenated(pieces.stream().map(RowBlock::rows).toList(), width, sparse);
        return List.of(new Shard(shard, shards, total, all)).iterator();
    }

    /**
     * Checks every target.
     *
     * @throws DataException naming file and row of the first one that cannot occur
     */
    public void requireTargets(ObservationModel observation) {
        firstBadTarget(observation).ifPresent(bad -> {
            throw Shards.badTarget(bad.file(), bad.row(), bad.target(), observation);
        });
    }

    /**
     * A target that cannot occur.
     *
     * @param row of the file, from 1
     */
    public record BadTarget(String file, long row, float target) {}

    /** The first of all. */
    public Optional<BadTarget> firstBadTarget(ObservationModel observation) {
        List<double[]> bad;
        try {
            bad = blocks.mapPartitionsWithIndex((part, it) -> badTarget(part, it, observation), true)
                    .collect();
        } catch (Exception e) {
            throw DataException.original(e);
        }
        return bad.stream().findFirst().map(first -> {
            int part = (int) first[0];
            long row = starts[part] - firstRowOfFile(fileOfPart, starts, part) + (long) first[1] + 1;
            return new BadTarget(fileOfPart.get(part), row, (float) first[2]);
        });
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

    /**
     * Checks that these data have the features that a model was trained on.
     *
     * @throws DataException naming the first difference
     */
    public void requireFeatures(List<String> trained) {
        List<String> found = names;
        if (found.equals(trained)) {
            return;
        }
        int at = 0;
        while (at < Math.min(found.size(), trained.size()) && found.get(at).equals(trained.get(at))) {
            at++;
        }
        throw new DataException("data: other features than in training: file=" + files() + " features=" + found.size()
                + " trained="
                + trained.size() + " column=" + (at + 1) + " name=" + (at < found.size() ? found.get(at) : "none")
                + " expected=" + (at < trained.size() ? trained.get(at) : "none")
                + "; give the same columns in the same order (libsvm: set options.features)");
    }

    /** The first files, for errors. */
    public String files() {
        List<String> all = fileOfPart.stream().distinct().toList();
        return all.get(0) + (all.size() == 1 ? "" : " and " + (all.size() - 1) + " more");
    }

    /** Lets go of what was kept in memory. Shards stay. */
    @Override
    public void close() {
        blocks.unpersist();
    }
}
