package io.elbo4j.spark.run;

import io.elbo4j.models.PosteriorDraws;
import io.elbo4j.models.Predictive;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.NamedColumn;
import io.elbo4j.spark.io.VectorRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A model's predictions as further columns of a DataFrame: computed when they are asked for, batch by batch, by one copy of the
 * posterior draws an executor.
 *
 * @param model with its posterior
 * @param features name of the vector column
 * @param samples draws of a prediction
 * @param seed of these draws
 * @param oneDraw for all rows; false gives each row one of them, by its partition and place
 * @param quantiles probabilities of {@link PredictionColumn.What#QUANTILES}
 */
public record FrameScoring(
        TrainedModel<?> model, String features, int samples, long seed, boolean oneDraw, double[] quantiles) {

    /**
     * The rows with their predictions.
     *
     * @param columns to add
     */
    public Dataset<Row> scored(Dataset<Row> rows, List<PredictionColumn> columns) {
        StructType schema = rows.schema();
        StructType wider = schema;
        for (PredictionColumn column : columns) {
            wider = wider.add(column.field());
        }
        PosteriorDraws draws = PosteriorDraws.of(model, samples, seed);
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
        // Plain arrays: any serializer can send them.
        Broadcast<int[][]> supports = context.broadcast(draws.supports());
        Broadcast<float[][]> values = context.broadcast(draws.values());
        FrameScorer scorer = new FrameScorer(
                Predictive.of(model, false),
                draws.dimension(),
                supports,
                values,
                draws.spikeSd(),
                model.input().featureNames(),
                VectorRows.keepsSparse(
                        model.spec().data().sparse(),
                        model.input().featureNames().size()),
                features,
                schema.fieldIndex(features),
                List.copyOf(columns),
                quantiles,
                seed,
                oneDraw);
        return described(rows.mapPartitions(scorer, Encoders.row(wider)), wider);
    }

    /** What a column says of itself (names of features, labels of classes) does not survive a map over rows. */
    private static Dataset<Row> described(Dataset<Row> rows, StructType schema) {
        if (Arrays.stream(schema.fields())
                .allMatch(field -> field.metadata().equals(org.apache.spark.sql.types.Metadata.empty()))) {
            return rows;
        }
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            columns.add(NamedColumn.of(field.name()).as(field.name(), field.metadata()));
        }
        return rows.select(columns.toArray(new Column[0]));
    }
}
