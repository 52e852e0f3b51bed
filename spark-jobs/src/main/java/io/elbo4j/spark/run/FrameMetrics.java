package io.elbo4j.spark.run;

import io.elbo4j.eval.ClassSums;
import io.elbo4j.eval.Metrics;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.NamedColumn;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Figures of predictions that stand beside their targets in a DataFrame. Partitions are added up in their order. */
public final class FrameMetrics {

    private static final double LOG_2_PI = Math.log(2 * Math.PI);

    private FrameMetrics() {}

    /**
     * Of probabilities: {@code accuracy}, {@code nll}, {@code ece15}, {@code brier}.
     *
     * @param label column of class numbers
     * @param probability column of vectors
     * @throws DataException for a label that is no class, or none of the model's
     */
    public static Metrics ofClasses(Dataset<Row> rows, String label, String probability) {
        ClassSums sum = new ClassSums();
        for (double[] part : parts(
                rows.select(number(label), NamedColumn.of(probability)), it -> classSums(it, label, probability))) {
            sum = sum.plus(ClassSums.of(part));
        }
        if (sum.values()[0] == 0) {
            throw noRows();
        }
        return sum.metrics();
    }

    /**
     * Of normals: {@code nll} of the normal with this mean and both standard deviations together, and {@code rmse}.
     *
     * @param label column of targets
     * @throws DataException for numbers that are not finite
     */
    public static Metrics ofNormals(
            Dataset<Row> rows, String label, String prediction, String aleatoricSd, String epistemicSd) {
        double[] sum = new double[3];
        Dataset<Row> four = rows.select(number(label), number(prediction), number(aleatoricSd), number(epistemicSd));
        for (double[] part : parts(four, it -> normalSums(it, List.of(label, prediction, aleatoricSd, epistemicSd)))) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
            }
        }
        if (sum[0] == 0) {
            throw noRows();
        }
        return Metrics.NONE.with("nll", sum[1] / sum[0]).with("rmse", Math.sqrt(sum[2] / sum[0]));
    }

    private static List<double[]> parts(Dataset<Row> rows, FlatMapFunction<Iterator<Row>, double[]> sums) {
        try {
            return rows.toJavaRDD().mapPartitions(sums).collect();
        } catch (Exception e) {
            throw Failures.original(e);
        }
    }

    private static org.apache.spark.sql.Column number(String column) {
        return NamedColumn.of(column).cast(DataTypes.DoubleType).as(column);
    }

    private static Iterator<double[]> classSums(Iterator<Row> rows, String label, String probability) {
        ClassSums sums = new ClassSums();
        for (long number = 1; rows.hasNext(); number++) {
            Row row = rows.next();
            requireThere(row, List.of(label, probability), number);
            double target = row.getDouble(0);
            double[] probabilities = row.<Vector>getAs(1).toArray();
            if (!(target >= 0 && target == Math.rint(target))) {
                throw new DataException("evaluation: label is not a class: " + where(number) + " column=" + label
                        + " label=" + target
                        + "; labels are whole numbers 0, 1, 2 ...: Spark ML's StringIndexer makes them of any values");
            }
            if (target >= probabilities.length) {
                throw new DataException("evaluation: a label that training never saw: " + where(number) + " column="
                        + label + " label=" + (long) target + " classes=" + probabilities.length
                        + "; train with rows of that class, or number the labels by one StringIndexer for all rows");
            }
            sums.add(probabilities, (int) target);
        }
        return List.of(sums.values()).iterator();
    }

    private static Iterator<double[]> normalSums(Iterator<Row> rows, List<String> columns) {
        double[] sums = new double[3];
        for (long number = 1; rows.hasNext(); number++) {
            Row row = rows.next();
            requireThere(row, columns, number);
            double off = row.getDouble(0) - row.getDouble(1);
            double variance = row.getDouble(2) * row.getDouble(2) + row.getDouble(3) * row.getDouble(3);
            if (!Double.isFinite(off) || !(variance > 0)) {
                throw new DataException("evaluation: not a label and a prediction of it: " + where(number) + " columns="
                        + columns + " values=" + row.mkString("[", ", ", "]")
                        + "; give finite numbers and a positive variance");
            }
            sums[0]++;
            sums[1] += 0.5 * (LOG_2_PI + Math.log(variance) + off * off / variance);
            sums[2] += off * off;
        }
        return List.of(sums).iterator();
    }

    private static void requireThere(Row row, List<String> columns, long number) {
        for (int c = 0; c < columns.size(); c++) {
            if (row.isNullAt(c)) {
                throw new DataException("evaluation: cell is null: " + where(number) + " column=" + columns.get(c)
                        + "; fill in a value or drop the row");
            }
        }
    }

    private static String where(long row) {
        return "partition=" + TaskContext.getPartitionId() + " row=" + row;
    }

    private static DataException noRows() {
        return new DataException("evaluation: no rows: rows=0; give at least one row");
    }
}
