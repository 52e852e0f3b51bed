package io.elbo4j.spark.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** CSV and libsvm: each file is read from start to end by one task, so that every row has a number and a line. */
final class TextTables {

    private TextTables() {}

    static Table csv(JavaSparkContext spark, Storage storage, DataSource source, List<String> files)
            throws IOException {
        requireOptions(source, "delimiter");
        String delimiter = source.options().getOrDefault("delimiter", ",");
        if (delimiter.length() != 1) {
            throw new IllegalArgumentException(
                    "csv: delimiter is not one character: options.delimiter=" + delimiter + "; use , or ; or a tab");
        }
        String first = files.get(0);
        List<String> record;
        try {
            record = CsvReader.firstRecord(storage, first, delimiter.charAt(0));
        } catch (IOException e) {
            throw new DataException(RowFault.text(RowBlocks.unreadable(first, e).message(), 1), e);
        }
        if (record.isEmpty()) {
            throw new DataException("csv: file is empty: file=" + first + "; give a file with a header and rows");
        }
        CsvLayout layout = CsvLayout.of(source, first, record, delimiter.charAt(0));
        List<String> names = layout.features();
        boolean labelled = source.labelled();
        JavaRDD<RowBlock> blocks = spark.parallelize(files, files.size()).mapPartitions(it -> {
            String file = it.next();
            return blocks(() -> new CsvReader(storage, file, layout), file, names, labelled);
        });
        return Table.of(blocks, files, names, List.of(names.size()));
    }

    static Table libsvm(JavaSparkContext spark, Storage storage, DataSource source, List<String> files) {
        requireOptions(source, "features");
        String given = source.options().getOrDefault("features", "");
        int width = given.isEmpty() ? highestIndex(spark, storage, files) : width(given);
        List<String> names =
                IntStream.rangeClosed(1, width).mapToObj(i -> "f" + i).toList();
        boolean labelled = source.labelled();
        JavaRDD<RowBlock> blocks = spark.parallelize(files, files.size()).mapPartitions(it -> {
            String file = it.next();
            return blocks(() -> new LibsvmReader(storage, file, width), file, names, labelled);
        });
        return Table.of(blocks, files, names, List.of(names.size()));
    }

    /** Opens a reader in a task. */
    private interface Opener {
        RowReader open() throws IOException;
    }

    private static Iterator<RowBlock> blocks(Opener opener, String file, List<String> names, boolean labelled)
            throws IOException {
        return new RowBlocks(opener.open(), file, names, labelled);
    }

    private static int width(String given) {
        try {
            int width = Integer.parseInt(given.strip());
            if (width > 0) {
                return width;
            }
        } catch (NumberFormatException e) {
            // Reported below, as every other text that is no number of features.
        }
        throw new IllegalArgumentException(
                "libsvm: not a number of features: options.features=" + given + "; use a whole number from 1 up");
    }

    /** Reads everything once; faulty rows are left for the pass that reports them. */
    private static int highestIndex(JavaSparkContext spark, Storage storage, List<String> files) {
        try {
            int highest = spark.parallelize(files, files.size())
                    .map(file -> highestIndex(storage, file))
                    .reduce(Math::max);
            return Math.max(highest, 1);
        } catch (Exception e) {
            throw DataException.original(e);
        }
    }

    private static int highestIndex(Storage storage, String file) throws IOException {
        try (LibsvmReader reader = new LibsvmReader(storage, file, 0)) {
            float[] none = new float[0];
            boolean more = true;
            while (more) {
                try {
                    more = reader.next(none);
                } catch (RowFault | IOException | UncheckedIOException e) {
                    more = false;
                }
            }
            return reader.highest();
        }
    }

    static void requireOptions(DataSource source, String... known) {
        for (Map.Entry<String, String> option : source.options().entrySet()) {
            if (!List.of(known).contains(option.getKey())) {
                throw new IllegalArgumentException("data: unknown option: uri=" + source.uri() + " options."
                        + option.getKey() + "=" + option.getValue() + "; known for this format: " + List.of(known));
            }
        }
    }
}
