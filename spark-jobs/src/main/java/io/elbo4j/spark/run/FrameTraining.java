package io.elbo4j.spark.run;

import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.models.Catalog;
import io.elbo4j.models.TrainedModel;
import io.elbo4j.spark.io.DataException;
import io.elbo4j.spark.io.Table;
import io.elbo4j.spark.io.VectorRows;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training on the rows of a DataFrame, within a program's own session.
 *
 * @param features name of the vector column
 * @param label name of the target's column
 * @param weight name of the column of the rows' weights; empty where each row counts once
 * @param before whose posterior is the prior and whose scales are kept, where there is one
 */
public record FrameTraining(
        RunSpec spec, String features, String label, String weight, Optional<TrainedModel<?>> before) {

    private static final Logger LOG = LoggerFactory.getLogger(FrameTraining.class);

    /**
     * Trains; nothing stays on the cluster.
     *
     * @throws DataException for the first row that cannot be used
     * @throws SpecException where settings do not go together, or not with these rows
     * @throws DivergedException when it diverged
     */
    public InMemoryRun run(Dataset<Row> rows) {
        SparkSession spark = rows.sparkSession();
        requireSerializer(spark.sparkContext().conf());
        requireWeightsCount();
        InMemoryRun run = new InMemoryRun();
        try (Table table =
                VectorRows.table(rows, features, label, weight, spec.data().sparse())) {
            TrainingData data = TrainingData.of(table, spec, before);
            try {
                requireSomeWeight(data);
                new Training(spark, spec, run, new Progress(LOG::info)).run(data);
            } finally {
                data.unpersist();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run;
    }

    private void requireWeightsCount() {
        if (!weight.isEmpty() && !Catalog.takesWeights(spec)) {
            throw new SpecException(
                    "settings: weights of rows are for exact linear regression alone: weightCol=" + weight
                            + " model.name=" + spec.model().name() + " merge.rule="
                            + spec.cluster().merge() + " train.estimator="
                            + spec.train().estimator()
                            + "; repeat rows instead");
        }
    }

    private void requireSomeWeight(TrainingData data) {
        if (data.profile().targets().count() == 0) {
            throw new DataException("data: all weights are 0: column=" + weight + " rows="
                    + data.profile().rows() + "; give a row that counts a weight above 0");
        }
    }

    /** Kryo cannot make a record that it was not told of; Java's serializer, Spark's default, can. */
    private static void requireSerializer(SparkConf conf) {
        boolean kryo = conf.get("spark.serializer", "").endsWith("KryoSerializer");
        String ours = ElboKryoRegistrator.class.getName();
        if (kryo && !conf.get("spark.kryo.registrator", "").contains(ours)) {
            throw new SpecException("session: Kryo does not know Elbo4j's rows: spark.serializer="
                    + conf.get("spark.serializer") + "; start the session with spark.kryo.registrator=" + ours
                    + ", or leave spark.serializer at Spark's default");
        }
    }
}
