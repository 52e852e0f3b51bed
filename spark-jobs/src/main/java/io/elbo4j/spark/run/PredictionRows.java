package io.elbo4j.spark.run;

import io.elbo4j.data.Shard;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.eval.PredictionTable;
import io.elbo4j.eval.PredictiveDistribution;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Predictions as rows of a DataFrame: {@code row}, then the columns of {@link PredictionTable}. */
final class PredictionRows {

    private static final String PROBABILITY = "probability";

    private PredictionRows() {}

    static StructType schema(ObservationModel observation) {
        return schema(observation, List.of());
    }

    /**
     * With the labels of classes in place of their numbers.
     *
     * @param labels of the classes in order; empty where the numbers are the labels
     */
    static StructType schema(ObservationModel observation, List<Integer> labels) {
        StructType schema = new StructType().add("row", DataTypes.LongType);
        for (String column : PredictionTable.columns(observation)) {
            boolean label = column.equals("prediction") && PredictionTable.ofClasses(observation);
            schema = schema.add(named(column, labels), label ? DataTypes.IntegerType : DataTypes.DoubleType);
        }
        return schema;
    }

    private static String named(String column, List<Integer> labels) {
        return labels.isEmpty() || !column.startsWith(PROBABILITY)
                ? column
                : PROBABILITY + labels.get(Integer.parseInt(column.substring(PROBABILITY.length())));
    }

    static List<Row> of(Shard shard, PredictiveDistribution prediction, int columns) {
        PredictionTable table = new PredictionTable(prediction);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < table.rows(); i++) {
            rows.add(row(shard.globalRow(i), table.row(i), 1 + columns));
        }
        return rows;
    }

    /** What a row has not got stays null. */
    static Row row(long number, List<Number> columns, int size) {
        Object[] cells = new Object[size];
        cells[0] = number;
        for (int i = 0; i < columns.size(); i++) {
            cells[i + 1] = columns.get(i);
        }
        return RowFactory.create(cells);
    }
}
