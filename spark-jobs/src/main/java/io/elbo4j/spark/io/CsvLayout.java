package io.elbo4j.spark.io;

import io.elbo4j.spec.NearestName;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The columns of a CSV file.
 *
 * @param columns all of them, in order
 * @param label number of the target's column; −1 when there is none
 * @param header whether files start with the names
 * @param delimiter between cells
 */
record CsvLayout(List<String> columns, int label, boolean header, char delimiter) implements Serializable {

    /**
     * The layout that the first record of the first file shows.
     *
     * @throws DataException when the label is not among the columns, or a name stands there twice
     */
    static CsvLayout of(DataSource source, String file, List<String> first, char delimiter) {
        List<String> columns = source.header()
                ? first
                : IntStream.range(0, first.size()).mapToObj(i -> "c" + i).toList();
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new DataException("csv: column name stands there twice: file=" + file + " column=" + column
                        + "; rename one, or set data.header=false when the file has no header");
            }
        }
        int label = columns.indexOf(source.label());
        if (source.labelled() && label < 0) {
            if (source.header()) {
                throw noLabel(source.label(), file, columns);
            }
            label = columns.size() - 1;
        }
        if (columns.size() < (label < 0 ? 1 : 2)) {
            throw new DataException("csv: no feature column: file=" + file + " columns=" + columns
                    + "; check data.label and options.delimiter");
        }
        return new CsvLayout(columns, label, source.header(), delimiter);
    }

    static DataException noLabel(String label, String file, List<String> columns) {
        List<String> shown = columns.size() <= 12 ? columns : new ArrayList<>(columns.subList(0, 12));
        return new DataException("data: no label column: file=" + file + " label=" + label + " nearest="
                + NearestName.of(label, columns) + " columns=" + shown
                + (columns.size() > 12 ? " of " + columns.size() : "") + "; set data.label to one of the columns"
                + " (data.header=false for CSV without a header)");
    }

    /** The columns without the target's. */
    List<String> features() {
        List<String> features = new ArrayList<>(columns);
        if (label >= 0) {
            features.remove(label);
        }
        return List.copyOf(features);
    }
}
