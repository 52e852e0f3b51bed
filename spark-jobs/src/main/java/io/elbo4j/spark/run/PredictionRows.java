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

    private PredictionRows() {}

    static StructType schema(ObservationModel observation) {
        StructType schema = new StructType().add("row", DataTypes.LongType);
        for (String column : PredictionTable.columns(observation)) {
            boolean label = column.equals("prediction") && PredictionTable.ofClasses(observation);
            schema = schema.add(column, label ? DataTypes.IntegerType : DataTypes.DoubleType);
        }
        return schema;
    }

    static List<Row> of(Shard shard, PredictiveDistribution prediction, int columns) {
        PredictionTable table = new PredictionTable(prediction);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < table.rows(); i++) {
            // What a row has not got stays null.
            Object[] cells = new Object[1 + columns];
            cells[0] = shard.globalRow(i);
            int at = 1;
            for (Number cell : table.row(i)) {
                cells[at++] = cell;
            }
            rows.add(RowFactory.create(cells));
        }
        return rows;
    }
}
