package io.elbo4j.spark.io;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.ObservationModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Images in IDX files. Each shard's task reads through the files and keeps its own rows: no shuffle. */
final class IdxTable implements Table {

    private final JavaSparkContext spark;
    private final Storage storage;
    private final List<IdxPair> pairs;
    private final List<Integer> shape;
    private final List<String> names;

    private IdxTable(JavaSparkContext spark, Storage storage, List<IdxPair> pairs) {
        this.spark = spark;
        this.storage = storage;
        this.pairs = pairs;
        int[] dimensions = pairs.get(0).header().dimensions();
        List<Integer> sizes = new ArrayList<>();
        if (dimensions.length == 3) {
            sizes.add(1);
        }
        for (int d = 1; d < dimensions.length; d++) {
            sizes.add(dimensions[d]);
        }
        this.shape = List.copyOf(sizes);
        this.names = IntStream.range(0, pairs.get(0).header().width())
                .mapToObj(i -> "p" + i)
                .toList();
    }

    static Table of(JavaSparkContext spark, Storage storage, DataSource source, List<String> files) throws IOException {
        TextTables.requireOptions(source);
        List<String> images = files.size() == 1
                ? files
                : files.stream().filter(file -> !file.contains("labels-idx1")).toList();
        List<String> labels = source.labelsUri().isEmpty() ? List.of() : storage.files(source.labelsUri());
        if (!source.labelsUri().isEmpty() && labels.size() != images.size()) {
            throw new DataException("idx: image and label files differ in number: uri=" + source.uri() + " files="
                    + images.size() + " labels=" + source.labelsUri() + " files=" + labels.size()
                    + "; give one file of labels for each file of images");
        }
        List<IdxPair> pairs = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            pairs.add(IdxPair.of(storage, images.get(i), labels.isEmpty() ? "" : labels.get(i), source.labelled()));
        }
        requireOneShape(pairs);
        return new IdxTable(spark, storage, pairs);
    }

    private static void requireOneShape(List<IdxPair> pairs) {
        IdxPair first = pairs.get(0);
        for (IdxPair pair : pairs) {
            int[] left = first.header().dimensions().clone();
            int[] right = pair.header().dimensions().clone();
            left[0] = right[0];
            if (!Arrays.equals(left, right)) {
                throw new DataException("idx: images have other sizes: file=" + pair.images() + " header="
                        + pair.header() + " expected=" + first.header() + "; read them one by one");
            }
        }
        if (pairs.stream().allMatch(pair -> pair.header().rows() == 0)) {
            throw new DataException("data: no rows: file=" + first.images() + "; give a file with at least one image");
        }
    }

    @Override
    public List<String> featureNames() {
        return names;
    }

    @Override
    public List<Integer> shape() {
        return shape;
    }

    @Override
    public long rows() {
        return pairs.stream().mapToLong(pair -> pair.header().rows()).sum();
    }

    @Override
    public Shards shards(RowSelection selection, int shards) {
        long total = selection.count(0, rows());
        Shards.requireRows(total, shards, names.size());
        Storage files = storage;
        List<IdxPair> all = pairs;
        List<Integer> numbers = IntStream.range(0, shards).boxed().toList();
        JavaRDD<Shard> rdd =
                spark.parallelize(numbers, shards).map(shard -> read(files, all, selection, shard, shards, total));
        return Shards.of(rdd, total, names, shape);
    }

    private static Shard read(
            Storage storage, List<IdxPair> pairs, RowSelection selection, int shard, int shards, long total)
            throws IOException {
        int width = pairs.get(0).header().width();
        int size = Math.toIntExact((total - shard + shards - 1) / shards);
        float[] features = new float[Math.multiplyExact(size, width)];
        float[] targets = new float[size];
        long row = 0;
        long rank = 0;
        int at = 0;
        for (IdxPair pair : pairs) {
            float[] labels = labels(storage, pair);
            try (IdxReader images = new IdxReader(storage, pair.images())) {
                for (float label : labels) {
                    if (selection.contains(row++) && rank++ % shards == shard) {
                        images.features(features, at * width);
                        targets[at++] = label;
                    } else {
                        images.skip();
                    }
                }
                images.requireEnd();
            }
        }
        return new Shard(shard, shards, total, new Batch(features, targets, width));
    }

    private static float[] labels(Storage storage, IdxPair pair) throws IOException {
        float[] labels = new float[pair.header().rows()];
        if (pair.labels().isEmpty()) {
            Arrays.fill(labels, Float.NaN);
            return labels;
        }
        try (IdxReader reader = new IdxReader(storage, pair.labels())) {
            for (int i = 0; i < labels.length; i++) {
                labels[i] = reader.label();
            }
            reader.requireEnd();
        }
        return labels;
    }

    @Override
    public void requireTargets(ObservationModel observation) {
        for (IdxPair pair : pairs) {
            float[] labels;
            try {
                labels = labels(storage, pair);
            } catch (IOException e) {
                throw new DataException("idx: cannot be read: file=" + pair.labels() + "; check the path", e);
            }
            for (int i = 0; i < labels.length; i++) {
                if (!observation.targetError(labels[i]).isEmpty()) {
                    throw Shards.badTarget(pair.labels(), i + 1L, labels[i], observation);
                }
            }
        }
    }

    @Override
    public void close() {}
}
