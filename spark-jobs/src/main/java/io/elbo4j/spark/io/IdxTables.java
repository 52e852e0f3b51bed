package io.elbo4j.spark.io;

import io.elbo4j.data.NumberedNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Images in IDX files, each read by one task. A gzip file cannot be entered in the middle: were each shard to read it for
 * itself, the time would grow with the number of shards (measured: slower than one shuffle from about 8 shards on).
 */
final class IdxTables {

    private IdxTables() {}

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
        if (pairs.isEmpty()) {
            throw new DataException(
                    "idx: no images: uri=" + source.uri() + "; give the files of images, not of labels");
        }
        List<Integer> shape = pairs.get(0).header().shape();
        for (IdxPair pair : pairs) {
            if (!pair.header().shape().equals(shape)) {
                throw new DataException("idx: images have other sizes: file=" + pair.images() + " shape="
                        + pair.header().shape() + " expected=" + shape + "; read them one by one");
            }
        }
        List<String> names = new NumberedNames("p", 0, "", pairs.get(0).header().width());
        String label = source.label();
        // The pairs travel in the closure, and so need no serializer of their own.
        JavaRDD<RowBlock> blocks = spark.parallelize(images, images.size())
                .mapPartitionsWithIndex(
                        (part, it) -> {
                            IdxReader reader = new IdxReader(storage, pairs.get(part));
                            return new RowBlocks(reader, it.next(), names, label, false);
                        },
                        true);
        return Table.of(blocks, images, names, shape, false);
    }
}
