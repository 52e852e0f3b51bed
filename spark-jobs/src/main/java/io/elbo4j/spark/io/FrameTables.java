package io.elbo4j.spark.io;

import io.elbo4j.data.NumberedNames;
import io.elbo4j.spec.NearestName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet and every other DataFrame source. Columns are numeric, or there is one vector column {@code features}, dense or
 * sparse, beside which all others but the label are left alone. Formats that lie in files are read file by file, since
 * Spark's own order of files depends on their sizes and the number of cores; other sources come in their own order.
 */
final class FrameTables {

    /** Name of the vector column. */
    static final String VECTOR = "features";

    static final List<String> IN_FILES = List.of("parquet", "orc", "json", "avro", "csv", "text");

    private FrameTables() {}

    static Table frame(SparkSession spark, Storage storage, DataSource source, List<String> files) throws IOException {
        boolean inFiles = IN_FILES.contains(source.format()) && !files.isEmpty();
        Dataset<Row> all = open(reader(spark, storage, source), source, inFiles ? files : List.of());
        StructType schema = all.schema();
        List<String> columns = Arrays.asList(schema.fieldNames());
        if (source.labelled() && !columns.contains(source.label())) {
            throw CsvLayout.noLabel(source.label(), source.uri(), columns);
        }
        boolean vector =
                columns.contains(VECTOR) && schema.apply(VECTOR).dataType().equals(SQLDataTypes.VectorType());
        List<String> read = vector
                ? List.of(VECTOR)
                : columns.stream().filter(name -> !name.equals(source.label())).toList();
        if (read.isEmpty()) {
            throw new DataException("data: no feature column: uri=" + source.uri() + " columns=" + columns
                    + "; give numeric columns or a vector column named " + VECTOR);
        }
        for (String name : read) {
            requireNumeric(source, schema.apply(name), vector);
        }
        if (source.labelled()) {
            requireNumeric(source, schema.apply(source.label()), false);
        }
        try {
            List<String> names = vector ? vectorNames(all, source, VECTOR) : read;
            boolean sparse = vector && source.keepsSparse(names.size());
            List<JavaRDD<RowBlock>> parts = new ArrayList<>();
            List<String> fileOfPart = new ArrayList<>();
            for (String file : inFiles ? files : List.of(source.uri().isEmpty() ? source.format() : source.uri())) {
                Dataset<Row> rows =
                        inFiles ? open(reader(spark, storage, source).schema(schema), source, List.of(file)) : all;
                JavaRDD<RowBlock> part = blocks(
                        select(rows, read, source, vector), file, names, source, vector ? VECTOR : "", "", sparse);
                parts.add(part);
                for (int p = 0; p < part.getNumPartitions(); p++) {
                    fileOfPart.add(file);
                }
            }
            return Table.of(union(spark, parts), fileOfPart, names, List.of(names.size()), sparse);
        } catch (Exception e) {
            throw unreadable(source, e);
        }
    }

    /**
     * Rows that a program has at hand, in their own order; their errors name the row among all of them.
     *
     * @param vector name of the vector column
     * @param source with the label's column, its uri a name for errors
     * @param weight name of the column of weights; empty where each row counts once
     */
    static Table given(Dataset<Row> all, String vector, DataSource source, String weight) {
        try {
            List<String> names = vectorNames(all, source, vector);
            boolean sparse = source.keepsSparse(names.size());
            List<Column> columns = new ArrayList<>(List.of(NamedColumn.of(vector), number(source.label())));
            if (!weight.isEmpty()) {
                columns.add(number(weight));
            }
            Dataset<Row> rows = all.select(columns.toArray(new Column[0]));
            JavaRDD<RowBlock> part = blocks(rows, source.uri(), names, source, vector, weight, sparse);
            List<String> files = Collections.nCopies(part.getNumPartitions(), source.uri());
            return Table.of(part, files, names, List.of(names.size()), sparse);
        } catch (RuntimeException e) {
            throw DataException.original(e);
        }
    }

    private static Column number(String column) {
        return NamedColumn.of(column).cast(DataTypes.DoubleType);
    }

    private static JavaRDD<RowBlock> union(SparkSession spark, List<JavaRDD<RowBlock>> parts) {
        JavaRDD<RowBlock> first = parts.get(0);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        @SuppressWarnings({"unchecked", "rawtypes"})
        JavaRDD<RowBlock>[] array = parts.toArray(new JavaRDD[0]);
        return parts.size() == 1 ? first : context.union(array);
    }

    private static DataFrameReader reader(SparkSession spark, Storage storage, DataSource source) throws IOException {
        DataFrameReader reader = spark.read().format(source.format()).options(source.options());
        boolean folder = !source.uri().isEmpty() && storage.isFolder(source.uri());
        // Keeps the columns that folder names such as year=2024 stand for.
        return folder && IN_FILES.contains(source.format()) ? reader.option("basePath", source.uri()) : reader;
    }

    private static Dataset<Row> open(DataFrameReader reader, DataSource source, List<String> files) {
        try {
            if (!files.isEmpty()) {
                return reader.load(files.toArray(new String[0]));
            }
            return source.uri().isEmpty() ? reader.load() : reader.load(source.uri());
        } catch (Exception e) {
            throw unreadable(source, e);
        }
    }

    private static RuntimeException unreadable(DataSource source, Exception failure) {
        RuntimeException original = DataException.original(failure);
        if (original instanceof DataException) {
            return original;
        }
        boolean unknown = failure instanceof ClassNotFoundException;
        String cause = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return new DataException(
                unknown
                        ? "data: unknown format: uri=" + source.uri() + " format=" + source.format() + " nearest="
                                + NearestName.of(source.format(), DatasetReader.FORMATS)
                                + "; use one of " + DatasetReader.FORMATS
                                + " or a Spark DataFrame source on the class path"
                        : "data: source cannot be read: uri=" + source.uri() + " format=" + source.format() + " cause="
                                + cause + "; check the files and data.format",
                failure);
    }

    private static void requireNumeric(DataSource source, StructField field, boolean vector) {
        if (!vector && !(field.dataType() instanceof NumericType)) {
            throw new DataException("data: column is not numeric: uri=" + source.uri() + " column=" + field.name()
                    + " type=" + field.dataType().simpleString()
                    + "; number its values, drop it, or assemble a vector column named " + VECTOR);
        }
    }

    private static List<String> vectorNames(Dataset<Row> all, DataSource source, String vector) {
        List<Row> first = all.select(NamedColumn.of(vector)).takeAsList(1);
        if (first.isEmpty()) {
            throw new NoRowsException("data: no rows: file=" + source.uri() + "; give a source with at least one row");
        }
        int size = first.get(0).isNullAt(0) ? 1 : first.get(0).<Vector>getAs(0).size();
        return new NumberedNames(VECTOR + "[", 0, "]", size);
    }

    private static Dataset<Row> select(Dataset<Row> rows, List<String> read, DataSource source, boolean vector) {
        List<Column> columns = new ArrayList<>();
        for (String name : read) {
            columns.add(vector ? NamedColumn.of(name) : number(name));
        }
        if (source.labelled()) {
            columns.add(number(source.label()));
        }
        return rows.select(columns.toArray(new Column[0]));
    }

    private static JavaRDD<RowBlock> blocks(
            Dataset<Row> rows,
            String file,
            List<String> names,
            DataSource source,
            String vector,
            String weight,
            boolean sparse) {
        String label = source.label();
        return rows.toJavaRDD()
                .mapPartitions(it -> new RowBlocks(
                        new FrameReader(it, file, names, label, vector, weight), file, names, label, sparse));
    }
}
