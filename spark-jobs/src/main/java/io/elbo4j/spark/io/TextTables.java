package io.elbo4j.spark.io;

import io.elbo4j.data.NumberedNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
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
            throw new NoRowsException("csv: file is empty: file=" + first + "; give a file with a header and rows");
        }
        CsvLayout layout = CsvLayout.of(source, first, record, delimiter.charAt(0));
        List<String> names = layout.features();
        String label = source.label();
        JavaRDD<RowBlock> blocks = spark.parallelize(files, files.size()).mapPartitions(it -> {
            String file = it.next();
            return new RowBlocks(new CsvReader(storage, file, layout), file, names, label, false);
        });
        return Table.of(blocks, files, names, List.of(names.size()), false);
    }

    static Table libsvm(JavaSparkContext spark, Storage storage, DataSource source, List<String> files) {
        requireOptions(source, "features");
        String given = source.options().getOrDefault("features", "");
        int width = given.isEmpty() ? highestIndex(spark, storage, files) : width(given);
        List<String> names = new NumberedNames("f", 1, "", width);
        boolean sparse = source.keepsSparse(width);
        String label = source.label();
        JavaRDD<RowBlock> blocks = spark.parallelize(files, files.size()).mapPartitions(it -> {
            String file = it.next();
            return new RowBlocks(new LibsvmReader(storage, file, width), file, names, label, sparse);
        });
        return Table.of(blocks, files, names, List.of(names.size()), sparse);
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
            RowCells none = RowCells.of(1, 0, false);
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
