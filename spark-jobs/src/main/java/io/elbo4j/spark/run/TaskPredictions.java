package io.elbo4j.spark.run;

import io.elbo4j.codec.Codec;
import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.models.EpisodicModel;
import io.elbo4j.models.NewTasks;
import io.elbo4j.models.TaskRows;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.DataSource;
import io.elbo4j.spark.io.NamedData;
import io.elbo4j.spark.io.RowSelection;
import io.elbo4j.spark.io.Shards;
import io.elbo4j.spark.io.Table;
import io.elbo4j.spec.RunSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Predictions for a table of new tasks, from a table of their support. The support goes to all executors; the rows that are asked
 * for stay where they were read.
 *
 * @param rows row number and prediction, in any order
 * @param schema of these
 * @param count how many
 */
record TaskPredictions(JavaRDD<Row> rows, StructType schema, long count) {

    /**
     * Reads both tables.
     *
     * @param data rows that are asked for, with or without targets
     * @param support rows with targets
     */
    static <S> TaskPredictions of(SparkSession spark, TrainedModel<S> model, String data, String support) {
        RunSpec spec = model.spec();
        TaskRows learned;
        boolean tasks;
        try (Table table = open(spark, spec, source(spec, support))) {
            int column = taskColumn(model, table, support);
            tasks = column >= 0;
            Shards shards = table.shards(RowSelection.ALL, 1);
            learned = rows(shards.collected(), column);
            shards.unpersist();
        }
        EpisodicModel.Prediction<S> prediction =
                model.job().episodes().orElseThrow().prediction();
        NewTasks<S> newTasks = newTasks(prediction, model, learned);
        requireWays(spec, newTasks.labels());
        try (Table table = asked(spark, model, source(spec, data))) {
            int column = taskColumn(model, table, data);
            if (tasks != column >= 0) {
                throw new DataException("predict: tasks are numbered in one table alone: episodes.task="
                        + spec.episodes().task() + " data=" + data + " support=" + support
                        + "; number them in both, or in none where all rows are of one task");
            }
            Shards shards = table.shards(RowSelection.ALL, spec.cluster().shards());
            Codec<S> codec = model.job().algorithm().state();
            byte[] state = Wire.bytes(codec, model.state());
            StructType schema = PredictionRows.schema(observation(model, newTasks), newTasks.labels());
            int cells = schema.size();
            JavaRDD<Row> rows = shards.rdd()
                    .flatMap(shard -> predicted(newTasks, Wire.value(codec, state), shard, column, cells)
                            .iterator());
            return new TaskPredictions(rows, schema, shards.rows());
        }
    }

    private static <S> NewTasks<S> newTasks(
            EpisodicModel.Prediction<S> prediction, TrainedModel<S> model, TaskRows learned) {
        RunSpec spec = model.spec();
        try {
            return NewTasks.of(
                    prediction,
                    EpisodeData.ofInputs(model),
                    learned,
                    spec.episodes().classes(),
                    spec.seed());
        } catch (IllegalArgumentException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
    }

    private static TaskRows rows(Batch batch, int column) {
        try {
            return TaskRows.of(batch, column);
        } catch (IllegalArgumentException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
    }

    private static <S> List<Row> predicted(NewTasks<S> tasks, S state, Shard shard, int column, int cells) {
        List<Row> rows = new ArrayList<>();
        List<List<Number>> predictions = tasks.predictions(state, TaskRows.of(shard.examples(), column));
        for (int i = 0; i < predictions.size(); i++) {
            rows.add(PredictionRows.row(shard.globalRow(i), predictions.get(i), cells));
        }
        return rows;
    }

    /** −1 where all rows are of one task, or of classes. */
    private static int taskColumn(TrainedModel<?> model, Table table, String uri) {
        boolean numbered = model.spec().episodes().source().equals("tasks");
        int column =
                numbered ? table.featureNames().indexOf(model.spec().episodes().task()) : -1;
        EpisodeData.requireInputs(model.input(), EpisodeData.inputs(table.featureNames(), column), uri);
        return column;
    }

    /** A network with an output a class has no others. */
    private static void requireWays(RunSpec spec, List<Integer> labels) {
        if (!spec.episodes().classes()) {
            return;
        }
        if (labels.size() < 2) {
            throw new DataException("predict: one class alone: classes=" + labels
                    + "; give rows of at least two classes as support, with their labels in data.label="
                    + spec.data().label());
        }
        if (!spec.anyWays() && labels.size() != spec.episodes().ways()) {
            throw new DataException("predict: other number of classes than the network has outputs: classes="
                    + labels.size() + " episodes.ways=" + spec.episodes().ways()
                    + "; give rows of so many classes as support");
        }
    }

    private static ObservationModel observation(TrainedModel<?> model, NewTasks<?> tasks) {
        return tasks.labels().isEmpty()
                ? model.network().observation()
                : new Categorical(tasks.labels().size());
    }

    private static DataSource source(RunSpec spec, String uri) {
        return TrainingData.source(spec.data(), uri, "");
    }

    private static Table open(SparkSession spark, RunSpec spec, DataSource source) {
        return TrainingData.open(spark, source, NamedData.Part.TEST, spec.data().root());
    }

    /** A label column may be there or not. */
    private static Table asked(SparkSession spark, TrainedModel<?> model, DataSource source) {
        Table bare = open(spark, model.spec(), source.withLabel(""));
        if (!bare.featureNames().contains(source.label())
                || model.input().featureNames().contains(source.label())) {
            return bare;
        }
        bare.close();
        return open(spark, model.spec(), source);
    }
}
