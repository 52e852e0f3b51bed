package io.elbo4j.spark.io;

import java.util.Map;

/**
 * Where data lie and how to read them.
 *
 * @param uri a file, a folder or a glob on any Hadoop FileSystem; may be empty for a DataFrame source without files
 * @param labelsUri IDX alone: the labels; empty derives them ({@code images-idx3} becomes {@code labels-idx1})
 * @param format {@code auto}, {@code idx}, {@code csv}, {@code libsvm}, {@code parquet} or any Spark DataFrame source
 * @param label the target's column; empty for data without targets, whose targets are then NaN
 * @param header whether a CSV file starts with column names; without, columns are c0, c1 ... and the last is the label
 * @param sparse whether libsvm rows and vector columns are kept as their non-zeros: {@code auto}, {@code true} or {@code false}
 * @param options for DataFrame sources, passed on; for CSV {@code delimiter}; for libsvm {@code features}, their number
 */
public record DataSource(
        String uri,
        String labelsUri,
        String format,
        String label,
        boolean header,
        String sparse,
        Map<String, String> options) {

    /** What {@code format} means: find out. */
    public static final String AUTO = "auto";

    /** Features up to which {@code auto} writes rows out: dense arithmetic is faster there. */
    private static final int WIDEST_WRITTEN_OUT = 1024;

    public DataSource {
        options = Map.copyOf(options);
    }

    /** With all defaults: format {@code auto}, target in column {@code label}, CSV with a header. */
    public static DataSource of(String uri) {
        return new DataSource(uri, "", AUTO, "label", true, AUTO, Map.of());
    }

    /** With these labels. */
    public DataSource withLabels(String newLabelsUri) {
        return new DataSource(uri, newLabelsUri, format, label, header, sparse, options);
    }

    /** Of this format. */
    public DataSource withFormat(String newFormat) {
        return new DataSource(uri, labelsUri, newFormat, label, header, sparse, options);
    }

    /** With the target in this column. */
    public DataSource withLabel(String newLabel) {
        return new DataSource(uri, labelsUri, format, newLabel, header, sparse, options);
    }

    /** With or without a CSV header. */
    public DataSource withHeader(boolean newHeader) {
        return new DataSource(uri, labelsUri, format, label, newHeader, sparse, options);
    }

    /** With these options. */
    public DataSource withOptions(Map<String, String> newOptions) {
        return new DataSource(uri, labelsUri, format, label, header, sparse, newOptions);
    }

    /** With sparse rows kept as they are or written out. */
    public DataSource withSparse(String newSparse) {
        return new DataSource(uri, labelsUri, format, label, header, newSparse, options);
    }

    /** Whether rows of so many features, in a format that has sparse ones, stay sparse. */
    boolean keepsSparse(int width) {
        return sparse.equals(AUTO) ? width > WIDEST_WRITTEN_OUT : sparse.equals("true");
    }

    /** Whether there are targets. */
    public boolean labelled() {
        return !label.isEmpty();
    }
}
