package io.elbo4j.spark.run;

import io.elbo4j.data.Shard;
import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.eval.ClassPrediction;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.eval.ValuePrediction;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Predictions as a table. Classes: {@code row, prediction, probability0 .., predictiveEntropy, mutualInformation} (nats);
 * values: {@code row, prediction, aleatoricSd, epistemicSd}.
 */
final class PredictionRows {

    private PredictionRows() {}

    static StructType schema(ObservationModel observation) {
        StructType schema = new StructType().add("row", DataTypes.LongType);
        if (observation instanceof Categorical || observation instanceof Bernoulli) {
            schema = schema.add("prediction", DataTypes.IntegerType);
            int classes = observation instanceof Categorical categorical ? categorical.classes() : 2;
            for (int k = 0; k < classes; k++) {
                schema = schema.add("probability" + k, DataTypes.DoubleType);
            }
            return schema.add("predictiveEntropy", DataTypes.DoubleType)
                    .add("mutualInformation", DataTypes.DoubleType, true);
        }
        return schema.add("prediction", DataTypes.DoubleType)
                .add("aleatoricSd", DataTypes.DoubleType)
                .add("epistemicSd", DataTypes.DoubleType);
    }

    static List<Row> of(Shard shard, PredictiveDistribution prediction) {
        List<Row> rows = new ArrayList<>();
        if (prediction instanceof ClassPrediction classes) {
            double[] entropy = classes.predictiveEntropy();
            double[] information = classes.mutualInformation().orElse(new double[0]);
            for (int i = 0; i < classes.rows(); i++) {
                List<Object> cells = new ArrayList<>(List.of(shard.globalRow(i), classes.predicted(i)));
                for (int k = 0; k < classes.classes(); k++) {
                    cells.add(classes.probability(i, k));
                }
                cells.add(entropy[i]);
                cells.add(information.length == 0 ? null : information[i]);
                rows.add(RowFactory.create(cells.toArray()));
            }
        } else if (prediction instanceof ValuePrediction values) {
            for (int i = 0; i < values.rows(); i++) {
                rows.add(RowFactory.create(
                        shard.globalRow(i), values.mean()[i], values.aleatoricSd()[i], values.epistemicSd()[i]));
            }
        }
        return rows;
    }
}
